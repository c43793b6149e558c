package com.jisu.logs.parsers.template;

import com.jisu.logs.parsers.json.Ascii;
import com.jisu.logs.parsers.json.JsonOutput;
import com.jisu.logs.parsers.json.JsonScanner;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.json.RepeatedObjects;
import com.jisu.logs.parsers.json.Utf8;

/**
 * Reads events that are written like others before them: only their values differ, and only those are looked at. What
 * stands between is compared, byte by byte, with what was there before; so an event that is read here is the JSON that
 * {@link JsonScanner} would find, with the same members in the same order. Used by one thread.
 */
public final class TrieReader {

    /** Values of the largest event that is read here, and of the largest line. */
    static final int MAX_VALUES = 64;

    /** The values of a line are numbered from here. */
    static final int LINE = MAX_VALUES;

    private final JsonScanner scanner;
    private final RepeatedObjects repeated;
    private final int[] from = new int[2 * MAX_VALUES];
    private final int[] to = new int[2 * MAX_VALUES];
    private final RepeatedObjects.Seen[] objects = new RepeatedObjects.Seen[MAX_VALUES];

    /** Backslashes of a text that are none of its own. */
    private final int[] spare = new int[2 * MAX_VALUES];

    /** Whether a text has backslashes, be they its own or not. */
    private final boolean[] backslashes = new boolean[2 * MAX_VALUES];

    private final int[] levels = new int[2 * MAX_VALUES];

    private final TrieNode.Constant[] constants = new TrieNode.Constant[2 * MAX_VALUES];
    private TrieNode events = TrieNode.begin();
    private TrieNode lines = TrieNode.begin();
    private TrieNode line;
    private TrieNode ended;

    private byte[] in;
    private int at;
    private int end;
    private final JsonOutput decoded = new JsonOutput(256);

    TrieReader(JsonScanner scanner) {
        this.scanner = scanner;
        this.repeated = scanner.repeatedObjects();
    }

    /** Where events begin, to which the shapes of more may be added. */
    public TrieNode events() {
        return events;
    }

    public TrieNode lines() {
        return lines;
    }

    /** Forgets all shapes. */
    void forget() {
        events = TrieNode.begin();
        lines = TrieNode.begin();
    }

    /** How the document of an event is written; null if the event, or its line, is not like any before. */
    public DocumentTemplate read(byte[] json) {
        in = json;
        at = 0;
        end = json.length;
        line = null;
        ended = null;
        int count = 0;
        TrieNode node = events;
        while (true) {
            node = count < MAX_VALUES ? next(node, count++) : null;
            if (node == null) {
                return null;
            }
            if (node.slot() == TrieNode.Slot.END) {
                ended = node;
                DocumentTemplate template = node.template(line);
                return template == DocumentTemplate.REFUSED ? null : template;
            }
        }
    }

    /** Uses the template no more that was found last, nor another one for the same shape. */
    void refuse() {
        if (ended != null) {
            ended.setTemplate(line, DocumentTemplate.REFUSED);
        }
    }

    /** Where the value begins: a text or line without its quote. */
    int from(int value) {
        return from[value];
    }

    int to(int value) {
        return to[value];
    }

    /** Whether the value is an object that was read before. */
    boolean isObject(int value) {
        return value < LINE && constants[value] != null;
    }

    TrieNode.Constant constant(int value) {
        return constants[value];
    }

    RepeatedObjects.Seen object(int value) {
        return objects[value];
    }

    private TrieNode next(TrieNode before, int value) {
        TrieNode likely = before.likely();
        if (likely != null && isHere(likely, value)) {
            return likely;
        }
        for (int i = 0; i < before.next().size(); i++) {
            TrieNode node = before.next().get(i);
            if (node != likely && isHere(node, value)) {
                before.setLikely(node);
                return node;
            }
        }
        return null;
    }

    private boolean isHere(TrieNode node, int value) {
        int begin = node.behind(in, at, end);
        if (begin < 0) {
            return false;
        }
        spare[value] = 0;
        backslashes[value] = false;
        int behind = switch (node.slot()) {
            case TEXT -> text(begin, 0, value);
            case LINE_TEXT -> text(begin, 1, value);
            case INNER_TEXT -> text(begin, 2, value);
            case PLAIN_TEXT -> plainText(begin);
            case NUMBER -> Scalars.number(in, begin, end);
            case BOOLEAN -> Scalars.literal(in, begin, end);
            case LIST -> list(begin, 0, value);
            case LINE_LIST -> list(begin, 1, value);
            case INNER_LIST -> list(begin, 2, value);
            case OBJECT -> object(node, begin, value);
            case LINE -> line(begin);
            case TEXT_LINE -> textLine(begin);
            case LINE_END -> begin;
            case END -> begin == end ? begin : -1;
        };
        if (behind < 0) {
            return false;
        }
        from[value] = begin;
        to[value] = behind;
        constants[value] = node.constant();
        at = behind;
        return true;
    }

    private int plainText(int begin) {
        int behind = begin;
        while (true) {
            behind = Ascii.notPlain(in, behind, end);
            if (behind == end || in[behind] >= 0) {
                return behind;
            }
            behind = Utf8.next(in, behind, end);
            if (behind < 0) {
                return -1;
            }
        }
    }

    /**
     * A string in JSON that is a string in JSON itself has twice as many backslashes and one more before each quote; so each
     * level doubles those before a letter, and ends a string with one backslash more than twice as many.
     *
     * @param level in how many strings the text is
     */
    private int text(int begin, int level, int value) {
        final int one = 1 << level; // backslashes that are one of the text's own
        levels[value] = level;
        int behind = begin;
        while (true) {
            behind = plainText(behind);
            int run = behind;
            while (run >= 0 && run < end && in[run] == '\\') {
                run++;
            }
            if (behind < 0 || run == end) {
                return -1;
            }
            int odd = run - behind & 2 * one - 1; // those that are no pair of the text's own
            boolean quote = in[run] == '"';
            if (quote && odd == one - 1) {
                int last = run - odd;
                backslashes[value] |= last > behind;
                spare[value] += last - behind - (last - behind >> level);
                return last;
            }
            int escaped = odd == (quote ? 2 * one - 1 : one) ? escape(run) : odd == 0 && run > behind ? run : -1;
            if (escaped < 0) {
                return -1;
            }
            backslashes[value] = true;
            spare[value] += run - behind - written(run - behind, quote, level);
            behind = escaped;
        }
    }

    /** The offset behind an escape whose letter is here, or -1. */
    private int escape(int letter) {
        switch (in[letter]) {
            case '"', '/', 'b', 'f', 'n', 'r', 't':
                return letter + 1;
            case 'u':
                for (int i = letter + 1; i <= letter + 4; i++) {
                    if (i >= end || Character.digit(in[i], 16) < 0) {
                        return -1;
                    }
                }
                return letter + 5;
            default:
                return -1;
        }
    }

    /** Of so many backslashes before a quote, or before anything else, those that are the text's own. */
    private static int written(int backslashes, boolean quote, int level) {
        return quote ? (backslashes + 1 >> level) - 1 : backslashes >> level;
    }

    /** Whether a text in a line has backslashes. */
    boolean isEscaped(int value) {
        return spare[value] > 0;
    }

    /** Whether there is a backslash in a text, be it its own or not. */
    boolean hasBackslash(int value) {
        return backslashes[value];
    }

    /** Bytes of a value as documents have it. */
    int length(int value) {
        return to[value] - from[value] - spare[value];
    }

    /** Writes a value as documents have it. */
    void write(JsonOutput out, int value) {
        if (spare[value] == 0) {
            out.write(in, from[value], to[value]);
            return;
        }
        int at = from[value];
        while (at < to[value]) {
            int run = at;
            while (run < to[value] && in[run] != '\\') {
                run++;
            }
            out.write(in, at, run);
            at = run;
            while (run < to[value] && in[run] == '\\') {
                run++;
            }
            boolean quote = run < to[value] && in[run] == '"';
            for (int i = written(run - at, quote, levels[value]); i > 0; i--) {
                out.write('\\');
            }
            at = run;
        }
    }

    /** The text that a value of a line is; null where it has escapes by number, which may be no text. */
    Leaf text(int value) {
        if (spare[value] == 0) {
            return Leaf.text(in, from[value], to[value]);
        }
        decoded.reset();
        write(decoded, value);
        return decoded.unescaped();
    }

    /** A list that is not empty, of scalars on one line. */
    private int list(int begin, int level, int value) {
        levels[value] = level;
        int behind = begin < end && in[begin] == '[' ? begin : -1;
        while (behind >= 0) {
            behind = element(skipBlanks(behind + 1), level, value);
            behind = behind < 0 ? -1 : skipBlanks(behind);
            if (behind < 0 || behind == end || in[behind] != ',' && in[behind] != ']') {
                return -1;
            }
            if (in[behind] == ']') {
                return behind + 1;
            }
        }
        return -1;
    }

    private int skipBlanks(int begin) {
        int behind = begin;
        while (behind < end && in[behind] == ' ') {
            behind++;
        }
        return behind;
    }

    /** The offset behind a scalar, or -1. */
    private int element(int begin, int level, int value) {
        int quote = begin;
        while (quote < end && in[quote] == '\\') {
            quote++;
        }
        if (quote == end || in[quote] != '"') {
            int number = quote > begin ? -1 : Scalars.number(in, begin, end);
            return number < 0 && quote == begin ? Scalars.literal(in, begin, end) : number;
        }
        int backslashes = (1 << level) - 1;
        int behind = quote - begin == backslashes ? text(quote + 1, level, value) : -1;
        spare[value] += 2 * backslashes;
        return behind < 0 ? -1 : behind + backslashes + 1;
    }

    private int object(TrieNode node, int begin, int value) {
        TrieNode.Constant constant = node.constant();
        RepeatedObjects.Seen seen = repeated.find(constant.name(), constant.depth() + 1, in, begin, end);
        if (seen == null || seen.object() == null) {
            return -1;
        }
        objects[value] = seen;
        return begin + seen.raw().length;
    }

    /** Such a line is decoded: see {@link #lineText}. */
    private int textLine(int begin) {
        boolean mayBeJson = begin == end || in[begin] == '{' || in[begin] <= ' ' && in[begin] >= 0;
        return mayBeJson ? -1 : scanner.decodeLine(in, begin - 1) - 1;
    }

    /** The text of the line of the event that was read last, where that is no JSON. */
    Leaf lineText() {
        return scanner.decodedLines().get(0).text();
    }

    private int line(int begin) {
        final int before = at;
        at = begin;
        int value = LINE;
        TrieNode node = lines;
        while (value < LINE + MAX_VALUES) {
            node = next(node, value++);
            if (node == null) {
                break;
            }
            if (node.slot() == TrieNode.Slot.LINE_END) {
                line = node;
                return at;
            }
        }
        at = before;
        return -1;
    }
}
