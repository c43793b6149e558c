package com.jisu.logs.endtoend.faults;

import java.io.IOException;

/** A process of the deployment that can be killed, frozen and started again. Used by one thread. */
interface Part {

    String name();

    long pid();

    /** Starts it, or starts it again, and returns when it does its work. */
    void start() throws Exception;

    /** Ends it as a crash would (SIGKILL); returns when it is gone. */
    void kill() throws Exception;

    /** Stops it in order; fails if it hangs. */
    void stop() throws Exception;

    /** SIGSTOP: it keeps its memory and its connections, and does nothing. */
    default void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    default void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("SIG" + name + " did not reach " + name() + ", process " + pid());
        }
    }
}
