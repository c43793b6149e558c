package com.jisu.logs.benchmarks;

import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.ReferenceData;
import com.jisu.logs.parsers.RuledParser;
import com.jisu.logs.parsers.Rules;
import com.jisu.logs.parsers.api.ParserObserver;
import com.jisu.logs.parsers.api.RawPosition;
import com.jisu.logs.records.IndexTemplates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * What rules of one's own cost: whole types, and each step alone. All take turns, batch by batch, and what is counted is the thread's CPU
 * time. A step alone is given as what it adds to the same events with rules that do nothing to them.
 */
@Command(
        name = "rules",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Parses events with rules in turns, and prints for each the median CPU time of an event, and what it adds to"
                        + " the same event without steps (of a type that has none, and of a type whose one step does nothing).")
final class RulesBenchmark implements Callable<Integer> {

    private static final RawPosition POSITION = new RawPosition("jisu-logs-raw", 0, 0);
    private static final String ACCESS = "nginx";

    /** The type of the design: a pattern, a time and a place. */
    private static final String HAPROXY = """
            types:
              haproxy:
                steps:
                  - grok: {field: message, patterns: ['%{IP:source.ip}:%{INT:source.port:int} \\[%{HAPROXYDATE:haproxy.accepted}\\] %{GREEDYDATA:haproxy.rest}']}
                  - date: {field: haproxy.accepted, formats: ['dd/MMM/yyyy:HH:mm:ss.SSS'], timezone: Europe/Berlin}
                  - geoip: {field: source.ip}
            """;

    /** A kind of events and rules for them. */
    private record Case(String name, String kind, String rules) {}

    private static final String APACHE = resource("apache.yml");

    private static final List<Case> TYPES = List.of(
            new Case("haproxy: grok, date, geoip", RuledLines.HAPROXY, HAPROXY),
            new Case("COMBINEDAPACHELOG, date, geoip", RuledLines.APACHE, APACHE),
            new Case("rules for another type", ACCESS, "types: {other: {steps: [{drop: {}}]}}"));

    private static final List<String> STEPS = List.of(
            "drop: {}, if: 'url.path in [\"/healthz\", \"/ready\"] and http.response.status_code < 400'",
            "drop: {}, if: 'url.path =~ \"^/never\"'",
            "redact: {fields: [message], patterns: [email, card, jwt]}",
            "redact: {fields: [message], patterns: [email, card, jwt, '(?<=password=)\\S+']}",
            "anonymize_ip: {fields: [source.ip, source.address]}",
            "sample: {keep: 0.5}",
            "set: {field: team, value: 'web-${service.name:none}'}",
            "append: {field: tags, value: seen}",
            "rename: {field: source.address, to: client.address}",
            "remove: {fields: [source.address, user_agent.original]}",
            "copy: {field: url.path, to: path}",
            "convert: {field: http.response.status_code, type: string}",
            "gsub: {field: url.path, pattern: '[0-9]+', replacement: 'N'}",
            "lowercase: {fields: [url.path]}",
            "trim: {fields: [url.path]}",
            "split: {field: url.path, separator: '/'}",
            "grok: {field: message, patterns: ['%{IPORHOST:client} %{GREEDYDATA:rest}']}",
            "dissect: {field: message, pattern: '%{client} %{ident} %{auth} [%{at}] %{rest}'}",
            "kv: {field: user_agent.original, target: kv}",
            "date: {field: '@timestamp', formats: [ISO8601], target: again}",
            "geoip: {field: source.ip, target: place}",
            "user_agent: {field: user_agent.original, target: agent_again}",
            "uri_parts: {field: url.path, target: parts}",
            "translate: {field: http.request.method, target: verb, dictionary: {GET: read, POST: write}}",
            "fingerprint: {fields: [message], method: SHA256, target: hash}",
            "fingerprint: {fields: [message], method: MURMUR3, target: hash}",
            "cidr: {address: '${source.ip}', networks: [10.0.0.0/8, 192.168.0.0/16]}",
            "truncate: {fields: [message], bytes: 100}",
            "url_decode: {fields: [url.path]}",
            "tag: {add: [seen]}",
            "deliver: {index: 'web-${http.request.method}-${@timestamp|yyyy.MM.dd}'}");

    @Option(names = "--events", description = "Different events of each kind (default: ${DEFAULT-VALUE}).")
    private int events = 10_000;

    @Option(names = "--rounds", description = "Rounds, after as many that warm up (default: ${DEFAULT-VALUE}).")
    private int rounds = 9;

    @Option(names = "--only", paramLabel = "TEXT", description = "Only those with this text in their names.")
    private String only = "";

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final long arrival = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli();

    /** A parser with its rules, and what an event cost in each round. */
    private static final class Turn {
        private final String name;
        private final byte[][] events;
        private final RuledParser parser;
        private final double[] nanos;
        private final Turn without;

        Turn(String name, byte[][] events, RuledParser parser, int rounds, Turn without) {
            this.name = name;
            this.events = events;
            this.parser = parser;
            this.nanos = new double[rounds];
            this.without = without;
        }

        double median() {
            double[] sorted = nanos.clone();
            Arrays.sort(sorted);
            return sorted[sorted.length / 2];
        }
    }

    private static String resource(String name) {
        try (InputStream in = RulesBenchmark.class.getResourceAsStream("/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void main(String[] args) {
        System.exit(new CommandLine(new RulesBenchmark()).execute(args));
    }

    @Override
    public Integer call() throws Exception {
        ParserSettings settings =
                ParserSettings.defaults(ReferenceData.open(IndexTemplates.mappings(), List.of(), List.of(), 10_000));
        List<Turn> turns = new ArrayList<>();
        for (Case each : TYPES) {
            byte[][] all = events(each.kind);
            Turn without = new Turn(each.kind + ", no rules", all, parser(settings, null), rounds, null);
            turns.add(without);
            turns.add(new Turn(each.name, all, parser(settings, each.rules), rounds, without));
        }
        byte[][] access = events(ACCESS);
        Turn idle = new Turn(
                ACCESS + ", a step that is passed by",
                access,
                parser(settings, "steps: [{drop: {}, if: 'never'}]"),
                rounds,
                turns.get(turns.size() - 2));
        turns.add(idle);
        for (String step : STEPS) {
            turns.add(new Turn(step, access, parser(settings, "steps: [{" + step + "}]"), rounds, idle));
        }
        List<Turn> chosen = turns.stream()
                .filter(turn -> turn.name.contains(only))
                .flatMap(turn -> Stream.of(turn.without, turn))
                .filter(turn -> turn != null)
                .distinct()
                .toList();
        for (int round = -rounds; round < rounds; round++) {
            for (Turn turn : chosen) {
                parse(turn, round);
            }
        }
        print(chosen);
        return 0;
    }

    private byte[][] events(String kind) {
        RuledLines lines = new RuledLines();
        byte[][] all = new byte[events][];
        for (int i = 0; i < all.length; i++) {
            all[i] = lines.next(kind);
        }
        return all;
    }

    private static RuledParser parser(ParserSettings settings, String rules) throws Exception {
        Rules compiled = rules == null
                ? null
                : Rules.of("rules.yml", rules.getBytes(StandardCharsets.UTF_8), Path.of("."), settings);
        return new RuledParser(settings, compiled, ParserObserver.NONE);
    }

    private void parse(Turn turn, int round) throws Exception {
        long documents = 0;
        long begin = threads.getCurrentThreadCpuTime();
        for (byte[] event : turn.events) {
            documents += turn.parser.parse(event, POSITION, arrival).size();
        }
        double nanos = (double) (threads.getCurrentThreadCpuTime() - begin) / turn.events.length;
        if (documents == 0) {
            throw new IllegalStateException("no documents were made by " + turn.name);
        }
        if (round >= 0) {
            turn.nanos[round] = nanos;
        }
    }

    private static void print(List<Turn> turns) {
        System.out.printf("%8s %8s %7s  %s%n", "ns", "adds", "ratio", "rules");
        for (Turn turn : turns) {
            String adds = turn.without == null
                    ? "%8s %7s".formatted("", "")
                    : String.format(
                            Locale.ROOT,
                            "%8.0f %7.2f",
                            turn.median() - turn.without.median(),
                            turn.median() / turn.without.median());
            System.out.printf(Locale.ROOT, "%8.0f %s  %s%n", turn.median(), adds, turn.name);
        }
    }
}
