package com.jisu.logs.streams;

import java.util.function.LongSupplier;

/**
 * By what the parts of cut lines wait, and how many are kept.
 *
 * @param nanoTime {@link System#nanoTime()}, or a test's
 * @param commits those of the threads that join
 */
record Joining(LongSupplier nanoTime, Commits commits, KeptParts.Limits limits) {

    static Joining with(Commits commits) {
        return new Joining(System::nanoTime, commits, KeptParts.Limits.DEFAULT);
    }
}
