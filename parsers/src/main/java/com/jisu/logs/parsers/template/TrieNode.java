package com.jisu.logs.parsers.template;

import com.jisu.logs.parsers.document.FieldTypes;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.RepeatedObjects;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A node of the prefix tree of known texts: the bytes that stand in this place of a text each time, and what kind of value
 * follows them. What may come next hangs below. A text that was read to its end is known by the node where it ended, which is
 * its shape. Used by one thread.
 */
public final class TrieNode {

    /** What stands behind the bytes that are always the same. */
    enum Slot {
        /** The text of a string: of the event's own, of one in its line, of one in a line inside of that. */
        TEXT,
        LINE_TEXT,
        INNER_TEXT,
        /** Text up to a quote or a backslash. */
        PLAIN_TEXT,
        NUMBER,
        BOOLEAN,
        /** A list of strings, numbers and booleans: of the event's own, of one in its line, of one in a line inside of that. */
        LIST,
        LINE_LIST,
        INNER_LIST,
        /** An object that was read before: see {@link RepeatedObjects}. */
        OBJECT,
        /** A string that holds a log line in JSON, which has a shape of its own. */
        LINE,
        /** A string that holds any other log line. */
        TEXT_LINE,
        /** Nothing: the line is over. */
        LINE_END,
        /** Nothing: the event is over. */
        END
    }

    /**
     * An object that events name again and again, and whose members no rule looks at but those of the document's id.
     *
     * @param name its own
     * @param depth names on the path to it
     * @param isStored whether documents have it
     * @param mapping what the index maps it to; null where it is unknown
     */
    record Constant(Key name, int depth, boolean isStored, FieldTypes.Node mapping) {}

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] NOTHING = {};

    /** Places that may come next: all of them may have to be looked at. */
    private static final int MAX_NEXT = 32;

    private final byte[] before;
    private final long first;
    private final long last;
    private final Slot slot;
    private final Constant constant;
    private final List<TrieNode> next = new ArrayList<>(1);

    /** The one of the next places that came last. */
    private TrieNode likely;

    /** Of an event's end: the documents of such events, by where their lines ended. */
    private Map<TrieNode, DocumentTemplate> templates;

    /** Where the line of the last event ended, and the documents of such events. */
    private TrieNode lastLine;

    private DocumentTemplate lastTemplate;

    private TrieNode(byte[] before, Slot slot, Constant constant) {
        this.before = before;
        this.slot = slot;
        this.constant = constant;
        boolean whole = before.length >= Long.BYTES;
        this.first = whole ? (long) LONGS.get(before, 0) : 0;
        this.last = whole ? (long) LONGS.get(before, before.length - Long.BYTES) : 0;
    }

    /** Where texts begin. */
    static TrieNode begin() {
        return new TrieNode(NOTHING, Slot.END, null);
    }

    Slot slot() {
        return slot;
    }

    /** Which object stands in the slot of one. */
    Constant constant() {
        return constant;
    }

    /** The offset behind the bytes that stand here each time; -1 if others do. */
    int behind(byte[] in, int at, int end) {
        int length = before.length;
        if (length > end - at) {
            return -1;
        }
        boolean same = length >= Long.BYTES
                ? first == (long) LONGS.get(in, at)
                        && last == (long) LONGS.get(in, at + length - Long.BYTES)
                        && (length <= 2 * Long.BYTES || Arrays.equals(before, 0, length, in, at, at + length))
                : Arrays.equals(before, 0, length, in, at, at + length);
        return same ? at + length : -1;
    }

    TrieNode likely() {
        return likely;
    }

    void setLikely(TrieNode node) {
        likely = node;
    }

    public List<TrieNode> next() {
        return next;
    }

    /** The next place with these bytes before this kind of value; made where there is none, and room for one. */
    public TrieNode next(byte[] bytes, Slot itsSlot, Constant itsConstant) throws NoTemplateException {
        for (TrieNode node : next) {
            if (node.slot == itsSlot && node.constant == itsConstant && Arrays.equals(node.before, bytes)) {
                return node;
            }
        }
        NoTemplateException.unless(next.size() < MAX_NEXT);
        TrieNode made = new TrieNode(bytes, itsSlot, itsConstant);
        next.add(made);
        return made;
    }

    /** How the document of an event that ended here is written, whose line ended there; null if that is not known. */
    public DocumentTemplate template(TrieNode line) {
        if (line != lastLine || lastTemplate == null) {
            lastLine = line;
            lastTemplate = templates == null ? null : templates.get(line);
        }
        return lastTemplate;
    }

    public void setTemplate(TrieNode line, DocumentTemplate template) {
        if (templates == null) {
            templates = new IdentityHashMap<>(4);
        }
        templates.put(line, template);
        lastTemplate = null;
    }
}
