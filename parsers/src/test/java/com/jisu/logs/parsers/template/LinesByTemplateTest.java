package com.jisu.logs.parsers.template;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.parsers.EventParser;
import com.jisu.logs.parsers.Fixtures;
import com.jisu.logs.parsers.api.MalformedEventException;
import com.jisu.logs.parsers.api.ParsedEvent;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Lines in the shapes that loggers and servers write are made into documents by template, whatever their values are; and
 * into those of the rules.
 */
class LinesByTemplateTest {

    private static final int EVENTS = 3_000;

    /** What is made up anew for each line: its kind, in braces. */
    private static final Pattern VALUE = Pattern.compile("\\{([a-z]+)}");

    private static final List<String> LEVELS = List.of("info", "warn", "error");

    private final Random random = Fixtures.random("LinesByTemplateTest");
    private final EventParser used = Fixtures.ecs();
    private final EventParser rules = Fixtures.ecs();

    private String value(String kind, boolean odd) {
        return switch (kind) {
            case "time" ->
                odd ? pick("", "yesterday", "2024-05-06") : "2024-05-06T07:00:0" + random.nextInt(10) + ".123Z";
            case "msec" -> odd ? pick("1714978800", "0", "-1", "9e99") : "1714978800." + (100 + random.nextInt(900));
            case "millis" -> odd ? pick("0", "-1", "1.5") : "1714978800" + (100 + random.nextInt(900));
            case "ip" ->
                odd
                        ? pick("-", "", "unix:", "2001:db8::1", "[::1]:80", "10.0.0.1, 1.2.3.4", "shop.example", "x y")
                        : random.nextInt(223) + ".2.3." + random.nextInt(256);
            case "method" -> odd ? pick("", "get", "CONNECT", "M-SEARCH", "-", "a b") : pick("GET", "POST");
            case "uri" ->
                odd
                        ? pick(
                                "",
                                "-",
                                "*",
                                "http://u@h:80/p?q",
                                "h:443",
                                "/a?",
                                "?x",
                                "/\\u00e9\\ud83d",
                                "/\\\"q\\\\x22")
                        : "/p" + random.nextInt(100) + (random.nextBoolean() ? "?q=" + random.nextInt(9) : "");
            case "proto" -> odd ? pick("", "HTTP/2", "http/1.1", "h2", "HTTP/x", "1.0") : "HTTP/1.1";
            case "status" ->
                odd ? pick("0", "99", "099", "600", "1000000000", "4e2", "-1") : "" + (200 + random.nextInt(350));
            case "count" ->
                odd
                        ? pick("0", "-1", "007", "1.5", "1e3", "1234567890123456789", "123456789012345678901")
                        : "" + random.nextInt(100_000);
            case "seconds" ->
                odd
                        ? pick("1", "-1", "-0.001", "0.0000000001", "12345678901.5", "1e-3", "00.5", "0.")
                        : random.nextInt(3) + "." + (100 + random.nextInt(900));
            case "upstream" -> odd ? pick("", "-", "a:1, b:2", "a : b", " , ", "unix:/x") : "10.0.0.1:8080";
            case "agent" ->
                odd
                        ? pick("", "-", "<BADREQ>", "a\\\"b", "\\u00e9", "x".repeat(600), "x".repeat(1100))
                        : "Mozilla/5.0 (X11; Linux x86_64; rv:" + random.nextInt(90)
                                + ".0) Gecko/20100101 Firefox/128.0";
            case "tls" -> odd ? pick("768", "773", "0", "7e2") : "" + (769 + random.nextInt(4));
            case "level" -> odd ? pick("", "30", "Info", "trace2") : pick(LEVELS.toArray(String[]::new));
            case "list" ->
                odd
                        ? pick(
                                "[]",
                                "[\"a\",\"b\"]",
                                "[1]",
                                "[null]",
                                "[[\"a\"]]",
                                "[{\"a\":1}]",
                                "[ \"a\\\"\\\\\" , 2.5 ]",
                                "\"a\"")
                        : "[\"" + random.nextInt(1000) + "\"]";
            default ->
                odd
                        ? pick("", "-", "two\\nlines", "caf\\u00e9 \\\"x\\\" \\/", "{}", "x".repeat(1100))
                        : "order " + random.nextInt(1000);
        };
    }

    private String pick(String... values) {
        return values[random.nextInt(values.length)];
    }

    /** One line of five has a value that is unlike those of the others. */
    private String line(String pattern) {
        List<MatchResult> values = VALUE.matcher(pattern).results().toList();
        int odd = random.nextInt(5) == 0 ? random.nextInt(values.size()) : -1;
        StringBuilder line = new StringBuilder();
        int at = 0;
        for (int i = 0; i < values.size(); i++) {
            line.append(pattern, at, values.get(i).start())
                    .append(value(values.get(i).group(1), i == odd));
            at = values.get(i).end();
        }
        return line.append(pattern.substring(at)).toString();
    }

    private byte[] event(String logType, String line) {
        String message = Fixtures.JSON.getNodeFactory().textNode(line).toString();
        return ("{\"@timestamp\":\"2024-05-06T07:00:00." + (100 + random.nextInt(900))
                        + "Z\",\"host\":{\"name\":\"web-1\"},"
                        + "\"agent\":{\"id\":\"5b7c\"},\"log\":{\"offset\":" + random.nextInt(10_000)
                        + ",\"file\":{\"path\":\"/var/log/1.log\",\"inode\":\"1\",\"device_id\":\"2\"}},"
                        + "\"fields\":{\"logtype\":\"" + logType + "\",\"environment\":\"production\"},\"message\":"
                        + message
                        + '}')
                .getBytes(UTF_8);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '\'', ignoreLeadingAndTrailingWhitespace = true, textBlock = """
            nginx       | {"time":"{time}","remote_addr":"{ip}","host":"shop.example","request_method":"{method}","request_uri":"{uri}","server_protocol":"{proto}","status":{status},"body_bytes_sent":{count},"request_time":{seconds},"upstream_addr":"{upstream}","upstream_response_time":"{seconds}","http_referer":"{text}","http_user_agent":"{agent}","http_x_forwarded_for":"{ip}"}
            nginx       | {"msec":{msec},"clientip":"{ip}","remote_ip":"{ip}","request":"{method} {uri} {proto}","status":"{status}","size":"{count}","responsetime":{seconds},"domain":"{text}","host":"10.0.0.7","agent":"{agent}","user":"{text}","extra":{list}}
            nginx       | {"time":"{time}","client_ip":"{ip}","client_port":{count},"server":"s1","status":{status},"bytes_sent":{count},"method":"{method}","uri":"{uri}","query":"-","protocol":"{proto}","Tt":{count},"user_agent":"{agent}","referer":"{text}","ssl_protocol":"TLSv1.3","ssl_cipher":"{text}"}
            nginx       | {"level":"{level}","ts":{msec},"logger":"http.log.access","msg":"{text}","request":{"remote_ip":"{ip}","remote_port":"{count}","client_ip":"{ip}","proto":"{proto}","method":"{method}","host":"{text}","uri":"{uri}","headers":{"User-Agent":["{agent}"],"Accept":{list},"Referer":["{text}"]},"tls":{"version":{tls},"server_name":"{text}"}},"user_id":"","duration":{seconds},"size":{count},"status":{status},"resp_headers":{"Content-Length":{list}}}
            application | {"level":"{level}","ts":{msec},"logger":"http.log.access","msg":"{text}","request":{"remote_ip":"{ip}","proto":"{proto}","method":"{method}","host":"{text}","uri":"{uri}","headers":{"User-Agent":["{agent}"]}},"duration":{seconds},"size":{count},"status":{status},"resp_headers":{"Server":{list}}}
            application | {"method":"{method}","url":"{uri}","status":{status},"content_length":"{count}","date":"{time}","remote_addr":"{ip}","user_agent":"{agent}"}
            application | {"@timestamp":"{time}","@version":"1","message":"{text}","logger_name":"{text}","thread_name":"{text}","level":"{level}","level_value":20000,"codes":{list}}
            application | {"level":30,"time":{millis},"pid":7,"hostname":"h","tagged":{list},"msg":"{text}"}
            application | {"@t":"{time}","@mt":"{text}","@l":"{level}","Elapsed":{seconds},"SourceContext":"{text}","@tr":"{text}"}
            application | {"message":"{text}","context":{"order":"{text}","items":{list}},"level":200,"level_name":"{level}","channel":"{text}","datetime":"{time}","extra":{}}
            """)
    void have_the_documents_of_the_rules(String logType, String pattern) throws MalformedEventException {
        for (int i = 0; i < EVENTS; i++) {
            byte[] event = event(logType, line(pattern));
            ParsedEvent byRules = rules.parseByRules(event, Fixtures.POSITION, Fixtures.ARRIVAL, null);
            ParsedEvent parsed = used.parse(event, Fixtures.POSITION, Fixtures.ARRIVAL);
            assertThat(Difference.of(parsed, byRules))
                    .as(() -> new String(event, UTF_8))
                    .isNull();
        }
        assertThat(used.eventsByTemplate())
                .as("documents that were made by template")
                .isGreaterThan(EVENTS * 6 / 10);
    }
}
