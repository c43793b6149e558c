package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.time.LocalZone;
import java.util.ArrayList;
import java.util.List;

/**
 * Those of the rules' questions about an event's values that can be asked of another event's, too: where they are answered
 * in the same way, the document of another event of the same shape is the same but for its values.
 *
 * <p>A rule that asks a value anything else need not say so, as the value knows of it: {@link Leaf#isAsked()}.
 */
public final class AskedValues {

    public enum Question {
        /** Whether it is of its mapping's type. */
        TYPE,
        /** Whether it is a time as container engines write it; the document's time from then on. */
        ENGINE_TIME,
        /** Whether it is a time as applications write it; the document's time from then on. */
        TIME,
        /** Whether it is a text that says nothing but itself. */
        PLAIN_TEXT,
        /** Of the text in an engine's line: its length, and whether it has an end. */
        ENGINE_TEXT,
        /** Of a line: whether it is an access line, and all that one says. */
        ACCESS_LINE
    }

    /** A question to which the answer was yes. */
    public record Asked(Question question, Leaf value, FieldTypes.Type type) {}

    /** A value that was made of another one. */
    public record Made(Leaf value, Leaf of) {}

    private final List<Asked> asked = new ArrayList<>();
    private final List<Made> made = new ArrayList<>();
    private boolean misfit;
    private boolean more;
    private LocalZone zone = LocalZone.UTC;
    private Leaf zoneName;

    public void clear() {
        asked.clear();
        made.clear();
        misfit = false;
        more = false;
        zone = LocalZone.UTC;
        zoneName = null;
    }

    void add(Question question, Leaf value) {
        asked.add(new Asked(question, value, null));
    }

    void addType(Leaf value, FieldTypes.Type type, boolean fits) {
        asked.add(new Asked(Question.TYPE, value, type));
        misfit |= !fits;
    }

    /** Says that a value was made of another one, and is the same in all documents where that is. */
    void addMade(Leaf value, Leaf of) {
        made.add(new Made(value, of));
    }

    /** Says that times which name no zone are of this one, in all documents where this is its name. */
    void addZone(LocalZone itsZone, Leaf name) {
        zone = itsZone;
        zoneName = name;
    }

    /** Says that the text of a line decides on the document in ways that are not among the questions. */
    void addMore() {
        more = true;
    }

    /** Whether all values were of their mappings' types, and what lines say was asked by the questions. */
    public boolean isAll() {
        return !misfit && !more;
    }

    public List<Asked> asked() {
        return asked;
    }

    /** The zone of times that name none. */
    public LocalZone zone() {
        return zone;
    }

    /** The value that names that zone; null where none does. */
    public Leaf zoneName() {
        return zoneName;
    }

    public List<Made> made() {
        return made;
    }
}
