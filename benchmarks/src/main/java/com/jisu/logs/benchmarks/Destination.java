package com.jisu.logs.benchmarks;

/** Where documents arrive in the end. */
interface Destination {

    String url();

    /** How many it has received so far. */
    long documents() throws Exception;
}
