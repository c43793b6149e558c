package com.jisu.logs.benchmarks;

import java.util.Arrays;

/** {@code ./jisu-logs bench}: each benchmark is a command. */
public final class Benchmarks {

    private Benchmarks() {}

    public static void main(String[] args) throws Exception {
        String which = args.length == 0 ? "" : args[0];
        String[] rest = args.length == 0 ? args : Arrays.copyOfRange(args, 1, args.length);
        switch (which) {
            case "pipeline" -> PipelineBenchmark.main(rest);
            case "compare" -> CompareBenchmark.main(rest);
            case "scaling" -> ScalingBenchmark.main(rest);
            case "everyday" -> EverydayBenchmark.main(rest);
            case "load" -> LoadBenchmark.main(rest);
            case "regression" -> RegressionBenchmark.main(rest);
            case "ingest" -> IngestBenchmark.main(rest);
            case "sink" -> SinkBenchmark.main(rest);
            case "curl" -> CurlBenchmark.main(rest);
            case "mapping" -> MappingBenchmark.main(rest);
            case "lines" -> LinesBenchmark.main(rest);
            case "rules" -> RulesBenchmark.main(rest);
            case "events" -> EventFile.main(rest);
            case "jmh" -> org.openjdk.jmh.Main.main(rest);
            default -> {
                System.err.println("Usage: jisu-logs bench pipeline [--help]     the whole pipeline, per stage");
                System.err.println(
                        "       jisu-logs bench scaling [--help]      with 1, 2, 4 partitions and instances");
                System.err.println("       jisu-logs bench load [--help]         memory of each role at steady rates");
                System.err.println(
                        "       jisu-logs bench everyday [--help]     cores, wakeups and delays when idle and at everyday rates");
                System.err.println("       jisu-logs bench ingest [--help]       ingest alone");
                System.err.println(
                        "       jisu-logs bench sink [--help]         the sink before an endpoint that answers at once");
                System.err.println(
                        "       jisu-logs bench curl [--help]         the sink and curl before the same node");
                System.err.println("       jisu-logs bench mapping [--help]      our templates and Logstash's mapping");
                System.err.println(
                        "       jisu-logs bench compare [--help]      other tools; benchmarks/compare.sh calls it");
                System.err.println(
                        "       jisu-logs bench regression [--help]   an older build; benchmarks/regression.sh calls it");
                System.err.println(
                        "       jisu-logs bench lines [--help]        lines of loggers and servers, in turns");
                System.err.println("       jisu-logs bench rules [--help]        rules of one's own, and each step");
                System.err.println("       jisu-logs bench events [KIND COUNT]   events for 'jisu-logs parse'");
                System.err.println("       jisu-logs bench jmh [-h] [REGEX]      microbenchmarks");
                System.exit(which.isEmpty() ? 0 : 2);
            }
        }
    }
}
