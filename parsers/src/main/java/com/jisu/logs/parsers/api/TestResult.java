package com.jisu.logs.parsers.api;

import java.util.List;

/**
 * What a test in a file of rules came to.
 *
 * @param name of the test
 * @param faults what is not as the test says, a line each, with file and line; empty if it passed
 */
public record TestResult(String name, List<String> faults) {

    public boolean passed() {
        return faults.isEmpty();
    }
}
