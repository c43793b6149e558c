package com.jisu.logs.parsers.prepare;

import com.jisu.logs.parsers.useragent.AgentRules;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Writes the rules of uap-core's {@code regexes.yaml}, as it is in uap-java's jar, in the form that {@link AgentRules} reads, with the
 * literals that each needs. Run by the build.
 */
public final class AgentRulesWriter {

    private static final String SOURCE = "/ua_parser/regexes.yaml";

    /** What nearly every user agent has: literals are not looked for by these characters if they have others. */
    private static final String COMMON =
            "mozilla/5.0 (windows nt 10.0; win64; x64) applewebkit/537.36 (khtml, like gecko) chrome/120.0.0.0 "
                    + "mobile safari/537.36 (linux; u; android 10; build/) version/4.0 (iphone; cpu iphone os 17_4_1 like mac os x) (macintosh; intel mac "
                    + "os x 10_15_7) (compatible; msie 7.0; windows nt 6.1; trident/4.0; .net clr 2.0.50727) (x11; ubuntu; linux x86_64; rv:125.0) "
                    + "gecko/20100101 firefox/125.0 +http://www. .com/bot.html) profile/midp-2.0 configuration/cldc-1.1 en-us; ";

    private static final int LONGEST_LITERAL = 120;
    private static final int MOST_CLAUSES = 8;

    private final Map<Set<String>, Integer> clauses = new LinkedHashMap<>();
    private int withoutLiterals;

    private AgentRulesWriter() {}

    /** @param arguments the file to write */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        AgentRulesWriter writer = new AgentRulesWriter();
        byte[] written = writer.write(read());
        if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), written)) {
            Files.createDirectories(file.getParent());
            Files.write(file, written);
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, List<Map<String, String>>> read() throws IOException {
        try (InputStream in = AgentRulesWriter.class.getResourceAsStream(SOURCE)) {
            return (Map<String, List<Map<String, String>>>) new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
        }
    }

    private byte[] write(Map<String, List<Map<String, String>>> source) throws IOException {
        ByteArrayOutputStream rules = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(rules);
        write(source.get("user_agent_parsers"), out, "family_replacement", "v1_replacement", "v2_replacement");
        write(
                source.get("os_parsers"),
                out,
                "os_replacement",
                "os_v1_replacement",
                "os_v2_replacement",
                "os_v3_replacement");
        write(source.get("device_parsers"), out, "device_replacement");

        ByteArrayOutputStream all = new ByteArrayOutputStream();
        writeLiterals(new DataOutputStream(all));
        rules.writeTo(all);
        return all.toByteArray();
    }

    private void write(List<Map<String, String>> rules, DataOutputStream out, String... replacements)
            throws IOException {
        out.writeShort(rules.size());
        for (Map<String, String> rule : rules) {
            String expression = rule.get("regex");
            check(rule, Pattern.compile(expression).matcher("").groupCount());
            boolean device = replacements.length == 1; // for the others uap-java has no flags
            out.writeByte(device && "i".equals(rule.get("regex_flag")) ? 1 : 0);
            write(expression, out);
            out.writeByte(replacements.length);
            for (String replacement : replacements) {
                write(rule.get(replacement), out);
            }
            List<Set<String>> needed = NeededLiterals.of(expression);
            List<Integer> numbers = new ArrayList<>();
            for (Set<String> clause : needed.subList(0, Math.min(MOST_CLAUSES, needed.size()))) {
                if (clause.stream().allMatch(literal -> literal.length() <= LONGEST_LITERAL)) {
                    clauses.putIfAbsent(clause, clauses.size());
                    numbers.add(clauses.get(clause));
                }
            }
            withoutLiterals += numbers.isEmpty() ? 1 : 0;
            write(numbers, out);
        }
    }

    /** Where uap-java would throw an exception at some user agents, and this program would not know what to say. */
    private static void check(Map<String, String> rule, int groups) {
        if (rule.getOrDefault("os_replacement", "").contains("$1")) {
            throw new IllegalArgumentException("a system's name with a group in it: " + rule);
        }
        rule.forEach((key, value) -> {
            boolean group = key.startsWith("os_v") && value.startsWith("$");
            if (group && Integer.parseInt(value.substring(1)) > groups) {
                throw new IllegalArgumentException("a group that there is not: " + rule);
            }
        });
    }

    private void writeLiterals(DataOutputStream out) throws IOException {
        Map<String, Set<Integer>> literals = new TreeMap<>();
        clauses.forEach((clause, number) -> clause.forEach(literal ->
                literals.computeIfAbsent(literal, key -> new TreeSet<>()).add(number)));
        Map<String, Integer> taken = new HashMap<>();
        out.writeShort(clauses.size());
        out.writeShort(literals.size());
        for (Map.Entry<String, Set<Integer>> literal : literals.entrySet()) {
            byte[] text = literal.getKey().getBytes(StandardCharsets.US_ASCII);
            out.writeByte(text.length);
            out.write(text);
            out.writeByte(rarest(literal.getKey(), taken));
            write(literal.getValue(), out);
        }
    }

    /** Where the three characters are that the fewest literals and user agents have. */
    private static int rarest(String literal, Map<String, Integer> taken) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int place = 0; place + 3 <= literal.length(); place++) {
            String three = literal.substring(place, place + 3);
            int cost = taken.getOrDefault(three, 0) + (COMMON.contains(three) ? 100 : 0);
            if (cost < least) {
                least = cost;
                best = place;
            }
        }
        taken.merge(literal.substring(best, best + 3), 1, Integer::sum);
        return best;
    }

    private static void write(String text, DataOutputStream out) throws IOException {
        if (text == null) {
            out.writeShort(AgentRules.NO_TEXT);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    private static void write(Collection<Integer> clauses, DataOutputStream out) throws IOException {
        out.writeByte(clauses.size());
        for (int clause : clauses) {
            out.writeShort(clause);
        }
    }
}
