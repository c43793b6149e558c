package com.jisu.logs.endtoend.faults;

import java.util.Locale;

/**
 * A fault that struck.
 *
 * @param begin seconds since the recording began
 * @param end when it was over: the process runs again, the connections are whole again
 * @param caughtUp when the pipeline was no further behind than without any fault; not a number where nobody waited for it
 */
record Fault(String what, double begin, double end, double caughtUp) {

    double secondsOfOutage() {
        return end - begin;
    }

    double secondsToRecover() {
        return caughtUp - end;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%s for %.1f s, caught up %.1f s later", what, secondsOfOutage(), secondsToRecover());
    }
}
