package com.jisu.logs.parsers.extract;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.Fixtures;
import com.jisu.logs.parsers.regex.AsciiPattern;
import com.jisu.logs.parsers.regex.AsciiPattern.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.jcodings.specific.UTF8Encoding;
import org.joni.Matcher;
import org.joni.Option;
import org.joni.Regex;
import org.joni.Region;
import org.joni.Syntax;
import org.joni.WarnCallback;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All patterns of the library: what they find in texts of ASCII is what joni finds, with the same groups. */
class GrokAsciiTest {

    private static final List<String> LINES = List.of(
            "198.51.100.7 - alice [23/Nov/2026:10:00:00 +0000] \"GET /a?b=c HTTP/1.1\" 200 36569 \"https://x.example/\\\"q\" \"curl/7.1\"",
            "www.example.com:443 2001:db8::1 - - [23/Nov/2026:10:00:00 -0130] \"-\" 408 - \"-\" \"-\"",
            "Nov 23 10:00:00 host-1 sshd[4711]: Failed password for root from 192.0.2.1 port 22 ssh2",
            "<34>1 2026-11-23T10:00:00.003Z mymachine.example.com su - ID47 [ex@32473 iut=\"3\"] failed for lonvick on /dev/pts/8",
            "2026-11-23 10:00:00,123 [main] ERROR c.e.App (App.java:12) - it's broken",
            "\tat com.example.App.run(App.java:12) ~[app.jar:1.0]",
            "192.0.2.9:51234 [23/Nov/2026:10:00:00.123] http-in~ app/web-1 0/0/1/12/13 200 1234 - - ---- 1/1/0/0/0 0/0 {a|b} \"GET / HTTP/1.1\"",
            "2026/11/23 10:00:00 [error] 12#0: *7 open() \"/x\" failed (2: No such file or directory), client: 192.0.2.1, server: _, request: \"GET /x\"",
            "postgres@db 23456 LOG:  duration: 12.5 ms  statement: select 1",
            "C:\\Windows\\System32\\x.exe /usr/lib/y ftp://u@h.example:21/p?q#f urn:isbn:12 00:1a:2b:3c:4d:5e 0x1F -1.5e3 'a' `b`",
            "Mon Nov 23 10:00:00 2026 [pid 7] CONNECT: Client \"192.0.2.1\"",
            "%ASA-6-302013: Built outbound TCP connection 12 for outside:192.0.2.1/80 (192.0.2.1/80) to inside:10.0.0.1/1025",
            "12\t0.5\tC1\t192.0.2.1\t80\t192.0.2.2\t1025\ttcp\t-\t0.1\t10\t20\tSF\tT\t0\tShAD\t1\t2\t3\t4\t(empty)",
            "");

    private static final int MOST = 400;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void find_what_joni_finds(boolean ecs) throws Exception {
        Random random = Fixtures.random("GrokAsciiTest");
        Map<String, String> patterns = GrokLibrary.patterns(ecs);
        int known = 0;
        TreeSet<String> unknown = new TreeSet<>();
        List<String> texts = texts(random);
        for (String name : patterns.keySet()) {
            String expression = new GrokExpansion("patterns", patterns, true).expand("%{" + name + ":all}");
            AsciiPattern pattern = AsciiPattern.of(expression, true).orElse(null);
            if (pattern == null) {
                unknown.add(name);
                continue;
            }
            known++;
            byte[] utf8 = expression.getBytes(StandardCharsets.UTF_8);
            Regex regex = new Regex(
                    utf8, 0, utf8.length, Option.MULTILINE, UTF8Encoding.INSTANCE, Syntax.RUBY, WarnCallback.NONE);
            for (String text : texts) {
                agree(name, pattern, regex, text.getBytes(StandardCharsets.US_ASCII));
            }
        }
        assertThat(known).as("patterns that are known; not so: " + unknown).isGreaterThan(patterns.size() * 9 / 10);
    }

    private static void agree(String name, AsciiPattern pattern, Regex regex, byte[] text) {
        int[] found = new int[2 * (pattern.groups() + 1)];
        Result result = pattern.find(text, 0, text.length, 0, found);
        if (result == Result.UNDECIDED) {
            return;
        }
        Matcher matcher = regex.matcher(text, 0, text.length);
        boolean matches = matcher.search(0, text.length, Option.NONE) >= 0;
        String what = name + " in " + new String(text, StandardCharsets.US_ASCII);
        assertThat(result == Result.FOUND).as(what).isEqualTo(matches);
        if (matches) {
            assertThat(Arrays.toString(found)).as(what).isEqualTo(Arrays.toString(groups(matcher.getEagerRegion())));
        }
    }

    private static int[] groups(Region region) {
        int[] groups = new int[2 * region.getNumRegs()];
        for (int i = 0; i < region.getNumRegs(); i++) {
            groups[2 * i] = region.getBeg(i);
            groups[2 * i + 1] = region.getEnd(i);
        }
        return groups;
    }

    /** The lines, their ends, and lines of parts of several with some characters changed. */
    private static List<String> texts(Random random) {
        List<String> texts = new ArrayList<>(LINES);
        while (texts.size() < MOST) {
            String first = LINES.get(random.nextInt(LINES.size()));
            String second = LINES.get(random.nextInt(LINES.size()));
            StringBuilder text = new StringBuilder(first.substring(random.nextInt(first.length() + 1)));
            if (random.nextBoolean()) {
                text.append(second, 0, random.nextInt(second.length() + 1));
            }
            for (int changes = random.nextInt(3); changes > 0 && text.length() > 0; changes--) {
                text.setCharAt(random.nextInt(text.length()), " :-.\"[]a1\n\\/".charAt(random.nextInt(12)));
            }
            texts.add(text.toString());
        }
        return texts;
    }
}
