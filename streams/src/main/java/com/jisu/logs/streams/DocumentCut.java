package com.jisu.logs.streams;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes a document small enough for its topic: its longest texts are cut, all to the same length, and {@code tags} gets
 * {@code _truncated}, as ingest marks events that it cut. Everything else stays byte for byte.
 *
 * <p>Texts of up to {@value #LEAST_TEXT_BYTES} bytes are never cut, so what remains can still be searched and counted by.
 */
final class DocumentCut {

    static final String TAG = "_truncated";

    static final int LEAST_TEXT_BYTES = 1024;

    private static final String QUOTED_TAG = "\"" + TAG + "\"";

    /** Room for the tag, and the member that holds it. */
    private static final int MARK_BYTES = 64;

    /** The bytes between the quotes of a string that is a value. */
    private record Text(int from, int to) {
        int bytes() {
            return to - from;
        }
    }

    private final byte[] document;
    private final List<Text> texts = new ArrayList<>();
    private int tagsFrom = -1;
    private int tagsTo = -1;
    private int end = -1;

    private DocumentCut(byte[] document) {
        this.document = document;
    }

    /**
     * Returns the document in at most so many bytes, or nothing where it can not be made so small: it is no JSON object, or
     * large by something else than long texts.
     *
     * @param document JSON as a parser or a shipper wrote it
     */
    static Optional<byte[]> cut(byte[] document, int maxBytes) {
        DocumentCut cut = new DocumentCut(document);
        try {
            if (!cut.scan()) {
                return Optional.empty();
            }
            int length = cut.longestText(maxBytes - MARK_BYTES);
            return length < LEAST_TEXT_BYTES ? Optional.empty() : Optional.of(cut.write(length));
        } catch (IndexOutOfBoundsException noJson) {
            return Optional.empty();
        }
    }

    /** Finds the long texts, the root's tags and the root's end; false if it is no object. */
    private boolean scan() {
        int depth = 0;
        boolean inTags = false;
        int at = skipBlanks(0);
        if (document[at] != '{') {
            return false;
        }
        for (; end < 0; at++) {
            switch (document[at]) {
                case '{', '[' -> depth++;
                case '}', ']' -> {
                    depth--;
                    if (inTags && depth == 1) {
                        tagsTo = at + 1;
                        inTags = false;
                    }
                    end = depth == 0 ? at : -1;
                }
                case '"' -> {
                    int close = closingQuote(at + 1);
                    int next = skipBlanks(close + 1);
                    if (document[next] != ':') {
                        if (close - at - 1 > LEAST_TEXT_BYTES) {
                            texts.add(new Text(at + 1, close));
                        }
                        at = close;
                    } else {
                        int keyFrom = at + 1;
                        at = next;
                        if (depth == 1 && isTags(keyFrom, close)) {
                            tagsFrom = skipBlanks(next + 1);
                            inTags = document[tagsFrom] == '[';
                            tagsTo = document[tagsFrom] == '"' ? closingQuote(tagsFrom + 1) + 1 : -1;
                        }
                    }
                }
                default -> {
                    // a number, a literal, or what stands between values
                }
            }
        }
        return true;
    }

    private boolean isTags(int from, int to) {
        return to - from == 4 && new String(document, from, 4, StandardCharsets.ISO_8859_1).equals("tags");
    }

    private int closingQuote(int from) {
        int at = from;
        while (document[at] != '"') {
            at += document[at] == '\\' ? 2 : 1;
        }
        return at;
    }

    private int skipBlanks(int from) {
        int at = from;
        while (document[at] == ' ' || document[at] == '\n' || document[at] == '\r' || document[at] == '\t') {
            at++;
        }
        return at;
    }

    /** What a text may have so that all together have room; less than the least where there is none. */
    private int longestText(int room) {
        long left =
                room - document.length + texts.stream().mapToLong(Text::bytes).sum();
        int[] shortestFirst = texts.stream().mapToInt(Text::bytes).sorted().toArray();
        for (int i = 0; i < shortestFirst.length; i++) {
            long share = left / (shortestFirst.length - i);
            if (share < shortestFirst[i]) {
                return (int) Math.max(0, share);
            }
            left -= shortestFirst[i];
        }
        return left >= 0 ? Integer.MAX_VALUE : 0;
    }

    private byte[] write(int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(document.length);
        int from = 0;
        for (Text text : texts) {
            if (text.bytes() > length) {
                from = tag(out, from, text.from());
                int to = cutWithin(text.from(), text.from() + length);
                out.write(document, from, to - from);
                from = text.to();
            }
        }
        from = tag(out, from, end);
        out.write(document, from, end - from);
        if (tagsTo < 0) {
            out.writeBytes(ascii((skipBlanks(skipBlanks(0) + 1) == end ? "" : ",") + "\"tags\":[" + QUOTED_TAG + "]"));
        }
        out.write('}');
        return out.toByteArray();
    }

    /** Writes what stands between two places up to behind the tags, with one more, if they are there. */
    private int tag(ByteArrayOutputStream out, int from, int to) {
        if (tagsTo < 0 || tagsTo <= from || tagsTo > to || isTagged()) {
            return from;
        }
        if (document[tagsFrom] == '[') {
            out.write(document, from, tagsTo - 1 - from);
            out.writeBytes(ascii((skipBlanks(tagsFrom + 1) == tagsTo - 1 ? "" : ",") + QUOTED_TAG + "]"));
        } else {
            out.write(document, from, tagsFrom - from);
            out.write('[');
            out.write(document, tagsFrom, tagsTo - tagsFrom);
            out.writeBytes(ascii("," + QUOTED_TAG + "]"));
        }
        return tagsTo;
    }

    private boolean isTagged() {
        return new String(document, tagsFrom, tagsTo - tagsFrom, StandardCharsets.ISO_8859_1).contains(QUOTED_TAG);
    }

    /** The last place up to a limit where the text of a JSON string can end: between two characters. */
    private int cutWithin(int from, int limit) {
        int at = from;
        for (int next = from; next <= limit; next += characterBytes(next)) {
            at = next;
        }
        return at;
    }

    private int characterBytes(int at) {
        byte first = document[at];
        if (first == '\\') {
            if (document[at + 1] != 'u') {
                return 2;
            }
            return isSurrogate(at, "89abAB") && isSurrogate(at + 6, "cdefCDEF") ? 12 : 6;
        }
        if (first >= 0) {
            return 1;
        }
        return (first & 0xE0) == 0xC0 ? 2 : (first & 0xF0) == 0xE0 ? 3 : 4; // RFC 3629
    }

    /** Whether there is an escape of a surrogate, of those whose second digit is one of these. */
    private boolean isSurrogate(int at, String secondDigits) {
        return document[at] == '\\'
                && document[at + 1] == 'u'
                && (document[at + 2] == 'd' || document[at + 2] == 'D')
                && secondDigits.indexOf(document[at + 3]) >= 0;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
