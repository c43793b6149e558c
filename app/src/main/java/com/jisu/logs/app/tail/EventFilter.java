package com.jisu.logs.app.tail;

import com.fasterxml.jackson.databind.JsonNode;
import com.jisu.logs.records.ParsedHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Which documents the tail shows. Thread-safe.
 *
 * <p>At thousands of events a second most are to be passed over, so what can be told from a record's headers or bytes is
 * asked first; a document is parsed only for what is left.
 */
public final class EventFilter {

    /** Takes everything. */
    public static final EventFilter ALL = new EventFilter(Criteria.NONE);

    private static final Pattern PLAIN = Pattern.compile("[\\w .,:;@+-]+");
    private static final Pattern NO_EXPRESSION = Pattern.compile("[^\\\\\\[\\](){}*+?^$|.]+");

    /**
     * What to show; what is empty does not matter.
     *
     * @param type {@code fields.logtype}
     * @param environment {@code fields.environment}
     * @param host the host's name
     * @param level this level, or a worse one
     * @param text a regular expression that is found somewhere in the document's JSON
     * @param ignoreCase whether upper and lower case are the same in {@code text}
     */
    public record Criteria(
            Optional<String> type,
            Optional<String> environment,
            Optional<String> host,
            Optional<Severity> level,
            Optional<String> text,
            boolean ignoreCase) {

        static final Criteria NONE = new Criteria(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

        /** Only this environment. */
        public static Criteria ofEnvironment(String environment) {
            return new Criteria(
                    Optional.empty(),
                    Optional.of(environment),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false);
        }
    }

    private final Criteria criteria;
    private final List<byte[]> literals = new ArrayList<>();
    private final Optional<Pattern> expression;

    /** @throws java.util.regex.PatternSyntaxException if the text is no regular expression */
    public EventFilter(Criteria criteria) {
        this.criteria = criteria;
        criteria.environment().ifPresent(this::addQuoted);
        criteria.host().ifPresent(this::addQuoted);
        boolean literal = !criteria.ignoreCase()
                && criteria.text()
                        .filter(text -> NO_EXPRESSION.matcher(text).matches())
                        .isPresent();
        if (literal) {
            literals.add(criteria.text().orElseThrow().getBytes(StandardCharsets.UTF_8));
        }
        expression = literal
                ? Optional.empty()
                : criteria.text()
                        .map(text -> Pattern.compile(
                                text, criteria.ignoreCase() ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0));
    }

    /** A value that JSON writes as it is; of another, the bytes tell nothing. */
    private void addQuoted(String value) {
        if (PLAIN.matcher(value).matches()) {
            literals.add(('"' + value + '"').getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Whether a record may be of interest, as far as can be told without parsing it. */
    boolean mayTake(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return false;
        }
        if (criteria.type().isPresent() && !criteria.type().get().equals(ParsedHeaders.logType(record.headers()))) {
            return false;
        }
        for (byte[] literal : literals) {
            if (!contains(record.value(), literal)) {
                return false;
            }
        }
        return expression.isEmpty()
                || expression
                        .get()
                        .matcher(new String(record.value(), StandardCharsets.UTF_8))
                        .find();
    }

    /** Whether {@link #takes} has anything to ask of the document. */
    boolean needsDocument() {
        return criteria.environment().isPresent()
                || criteria.host().isPresent()
                || criteria.level().isPresent();
    }

    /** Whether a document of a record that it {@link #mayTake} is to be shown. */
    boolean takes(JsonNode document) {
        return criteria.environment()
                        .map(wanted -> is(document, wanted, "/fields/environment"))
                        .orElse(true)
                && criteria.host()
                        .map(wanted -> is(document, wanted, "/host/name", "/host", "/agent/name"))
                        .orElse(true)
                && criteria.level()
                        .map(wanted -> Severity.of(document)
                                .filter(level -> level.compareTo(wanted) >= 0)
                                .isPresent())
                        .orElse(true);
    }

    private static boolean is(JsonNode document, String wanted, String... pointers) {
        for (String pointer : pointers) {
            if (wanted.equals(document.at(pointer).textValue())) {
                return true;
            }
        }
        return false;
    }

    private static boolean contains(byte[] bytes, byte[] wanted) {
        byte first = wanted[0];
        int last = bytes.length - wanted.length;
        for (int at = 0; at <= last; at++) {
            if (bytes[at] == first && matches(bytes, at, wanted)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] bytes, int at, byte[] wanted) {
        for (int i = 1; i < wanted.length; i++) {
            if (bytes[at + i] != wanted[i]) {
                return false;
            }
        }
        return true;
    }
}
