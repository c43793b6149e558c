package com.jisu.logs.ingest.kafka;

import com.jisu.logs.records.json.JsonSpans;
import com.jisu.logs.records.json.JsonSpans.Member;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes an event that is too large for Kafka small enough: its {@code message} is cut, {@code tags} gets {@code
 * _truncated} and {@code log.flags} gets {@code truncated}, as Filebeat marks lines that it cut itself. Everything else
 * stays byte for byte, unless it alone is too large: then the largest other members go first.
 *
 * <p>What is not a JSON object is cut as bytes, and so is one of more than {@value JsonSpans#MAX_TOKENS} tokens.
 */
final class EventTruncation {

    private static final Logger log = LoggerFactory.getLogger(EventTruncation.class);

    private static final String MESSAGE_NAME = "\"message\":";
    private static final String TAG = "_truncated";
    private static final String FLAG = "truncated";
    /** What a message needs at least to say anything; other members give way to it. */
    private static final int LEAST_MESSAGE_BYTES = 1024;
    /** Room for the tag, the flag, and a message that is none. */
    private static final int MARKS_BYTES = 256;

    private final byte[] event;
    private final JsonSpans spans;
    private final List<Member> members; // of the root

    private EventTruncation(byte[] event) throws IOException {
        this.event = event;
        spans = JsonSpans.ofMembers(event);
        members = spans.root().members();
    }

    /**
     * Returns the event in at most so many bytes.
     *
     * @param maxBytes at least 1024
     */
    static byte[] truncate(byte[] event, int maxBytes) {
        if (event.length <= maxBytes) {
            return event;
        }
        try {
            return new EventTruncation(event).write(maxBytes);
        } catch (IOException e) {
            return Arrays.copyOf(event, maxBytes); // no JSON: streams says so of the uncut event, too
        } catch (RuntimeException e) {
            // A fault of ours. Its shipper would send the event again and again, and with it all that comes behind it.
            log.error("An event of {} bytes is cut as bytes, because cutting its message failed", event.length, e);
            return Arrays.copyOf(event, maxBytes);
        }
    }

    private byte[] write(int maxBytes) {
        Member message = spans.root().named("message").orElse(null);
        boolean hasMessage = message != null && event[message.value().start()] == '"';
        int room = maxBytes - MARKS_BYTES;
        int leastMessage = hasMessage ? Math.min(bytes(message), Math.min(LEAST_MESSAGE_BYTES, room / 2)) : 0;
        Set<Member> kept = keepSmallest(hasMessage ? message : null, room - leastMessage);
        int left = room - kept.stream().mapToInt(EventTruncation::bytes).sum();

        ByteArrayOutputStream out = new ByteArrayOutputStream(maxBytes);
        char separator = '{';
        for (Member member : members) {
            if (member == message && hasMessage) {
                out.write(separator);
                writeMessage(out, member, left);
            } else if (kept.contains(member)) {
                out.write(separator);
                writeMarked(out, member);
            } else {
                continue;
            }
            separator = ',';
        }
        if (kept.stream().noneMatch(member -> member.name().equals("tags"))) {
            write(out, separator + "\"tags\":[\"" + TAG + "\"]");
            separator = ',';
        }
        if (kept.stream().noneMatch(member -> member.name().equals("log"))) {
            write(out, separator + "\"log\":{\"flags\":[\"" + FLAG + "\"]}");
        }
        out.write('}');
        return out.toByteArray();
    }

    private static int bytes(Member member) {
        return member.end() - member.start() + 1; // and a comma
    }

    private Set<Member> keepSmallest(Member except, int room) {
        Set<Member> kept = new HashSet<>();
        int left = room;
        List<Member> smallestFirst = members.stream()
                .filter(member -> member != except)
                .sorted(Comparator.comparingInt(EventTruncation::bytes))
                .toList();
        for (Member member : smallestFirst) {
            left -= bytes(member);
            if (left < 0) {
                break;
            }
            kept.add(member);
        }
        return kept;
    }

    private void writeMessage(ByteArrayOutputStream out, Member message, int room) {
        write(out, MESSAGE_NAME); // not as it came: there can be any number of blanks around the colon
        int bytesForText = room - MESSAGE_NAME.length() - 3; // two quotes and a comma
        int textFrom = message.value().start() + 1;
        int textTo = message.end() - 1;
        int end =
                textTo - textFrom <= bytesForText ? textTo : cutWithin(textFrom, textFrom + Math.max(0, bytesForText));
        out.write('"');
        out.write(event, textFrom, end - textFrom);
        out.write('"');
    }

    /** The last place up to a limit where the text of a JSON string can end: between two characters. */
    private int cutWithin(int from, int limit) {
        int end = from;
        for (int next = from; next <= limit; next += characterBytes(next)) {
            end = next;
        }
        return end;
    }

    private int characterBytes(int at) {
        byte first = event[at];
        if (first == '\\') {
            if (event[at + 1] != 'u') {
                return 2;
            }
            return isSurrogate(at, '8', 'b') && isSurrogate(at + 6, 'c', 'f') ? 12 : 6;
        }
        if (first >= 0) {
            return 1;
        }
        return (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : 4; // RFC 3629
    }

    /** Whether there is an escape from {@code D}<i>low</i>{@code 00} to {@code D}<i>high</i>{@code FF}. */
    private boolean isSurrogate(int at, char low, char high) {
        if (at + 3 >= event.length) {
            return false; // behind the event's end
        }
        int kind = Character.toLowerCase(event[at + 3]);
        return event[at] == '\\'
                && event[at + 1] == 'u'
                && Character.toLowerCase(event[at + 2]) == 'd'
                && kind >= low
                && kind <= high;
    }

    private void writeMarked(ByteArrayOutputStream out, Member member) {
        switch (member.name()) {
            case "tags" -> writeAppended(out, member, TAG);
            case "log" -> writeFlagged(out, member);
            default -> out.write(event, member.start(), member.end() - member.start());
        }
    }

    /** A list with one more string, unless it has it already; a single value becomes a list. */
    private void writeAppended(ByteArrayOutputStream out, Member member, String addition) {
        if (spans.holds(member.value(), addition)) {
            out.write(event, member.start(), member.end() - member.start());
            return;
        }
        out.write(event, member.start(), member.value().start() - member.start());
        if (event[member.value().start()] == '[') {
            out.write(
                    event,
                    member.value().start(),
                    member.end() - 1 - member.value().start());
            boolean empty = isBlank(member.value().start() + 1, member.end() - 1);
            write(out, (empty ? "" : ",") + "\"" + addition + "\"]");
        } else {
            out.write('[');
            out.write(
                    event, member.value().start(), member.end() - member.value().start());
            write(out, ",\"" + addition + "\"]");
        }
    }

    private void writeFlagged(ByteArrayOutputStream out, Member log) {
        if (event[log.value().start()] != '{') {
            out.write(event, log.start(), log.end() - log.start()); // some other log: no place for flags
            return;
        }
        Member flags = spans.open(log.value()).named("flags").orElse(null);
        if (flags == null) {
            out.write(event, log.start(), log.end() - 1 - log.start());
            write(out, (isBlank(log.value().start() + 1, log.end() - 1) ? "" : ",") + "\"flags\":[\"" + FLAG + "\"]}");
        } else {
            out.write(event, log.start(), flags.start() - log.start());
            writeAppended(out, flags, FLAG);
            out.write(event, flags.end(), log.end() - flags.end());
        }
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (event[i] > ' ') {
                return false;
            }
        }
        return true;
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
