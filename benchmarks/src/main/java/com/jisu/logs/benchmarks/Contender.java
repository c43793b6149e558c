package com.jisu.logs.benchmarks;

import com.jisu.logs.benchmarks.EventGenerator.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A tool that is compared: running, warm, and waiting for lines. */
interface Contender extends AutoCloseable {

    String name();

    /** The tool's own version, in its own words. */
    String version() throws IOException;

    /** Where it puts what it took from a line. */
    DocumentNames names();

    /** What each of its processes has used. */
    Map<String, ProcessUsage> usage();

    /**
     * Hands lines over; returns when all are written, which may be long before they are parsed.
     *
     * @param portions one after the other, each when its time has come
     */
    void feed(Iterable<Map<Kind, List<String>>> portions) throws Exception;

    /** How many documents have come out so far. */
    long documents() throws Exception;

    /** Documents that came out since the last call, one in {@value BulkEndpoint#SAMPLED}. */
    List<String> samples() throws Exception;

    @Override
    void close() throws IOException;
}
