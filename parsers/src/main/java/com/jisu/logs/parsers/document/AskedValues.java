package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.time.LocalZone;
import java.util.ArrayList;
import java.util.List;

/**
 * Those of the rules' questions about an event's values that can be asked of another event's, too: where they are answered
 * in the same way, the document of another event of the same shape is the same but for its values.
 *
 * <p>A rule that looks at a value in any other way need not say so where nothing else was said of the value: it knows that somebody
 * looked ({@link Leaf#isAsked()}), and no template is made. Where some question was said, another look is not noticed by who makes the
 * template, only by the check of one document in 1,024.
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
        /** Whether it is whole seconds since 1970; the document's time from then on. */
        SECONDS,
        /** Whether it is the nanoseconds of the document's time, which is in milliseconds or less; of that from then on. */
        NANOS,
        /** Of the text in an engine's line: its length, and whether it has an end. */
        ENGINE_TEXT,
        /** Of a line: whether it is an access line, and all that one says. */
        ACCESS_LINE,
        /** Whether it says the very same. */
        SAME,
        /** Whether it is a text with anything in it. */
        NOT_EMPTY,
        /** Whether it is a text without a line end, or anything else that has to be escaped. */
        ONE_LINE,
        /** Whether it is a whole number above 0. */
        POSITIVE,
        /** Whether the shipper has named the host; of no value. */
        HOST_NAME
    }

    /** A question to which the answer was yes. */
    public record Asked(Question question, Leaf value, FieldTypes.Type type) {}

    /** A value that was made of another one; of null where all documents have it. */
    public record Made(Leaf value, Leaf of) {}

    /**
     * A value of an access line in JSON, which is asked all that the rules for these ask, by the very same code.
     *
     * @param key the number of its key
     * @param rank of several with one meaning, that with the lowest counts
     * @param taken whether the rules took it out of the line
     */
    public record OfAccess(Leaf value, int key, int rank, boolean taken) {}

    private final List<OfAccess> ofAccess = new ArrayList<>();
    private boolean access;
    private boolean accessAnywhere;

    private final List<Asked> asked = new ArrayList<>();
    private final List<Made> made = new ArrayList<>();
    private boolean misfit;
    private boolean more;
    private LocalZone zone = LocalZone.UTC;
    private Leaf zoneName;

    public void clear() {
        asked.clear();
        made.clear();
        ofAccess.clear();
        access = false;
        accessAnywhere = false;
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

    /** Says that a value was made of another one, and is the same in all documents where that is; of null for all. */
    void addMade(Leaf value, Leaf of) {
        made.add(new Made(value, of));
    }

    /** Says that times which name no zone are of this one, in all documents where this is its name. */
    public void addZone(LocalZone itsZone, Leaf name) {
        zone = itsZone;
        zoneName = name;
    }

    /** Says that the line is an access line in JSON; be it in another log than one of those. */
    public void beginAccess(boolean anywhere) {
        more |= access; // there are two in one event
        access = true;
        accessAnywhere = anywhere;
    }

    /** Adds a value that was found to be one of the access line's. */
    public void addOfAccess(OfAccess value) {
        ofAccess.add(value);
    }

    /** Whether the line is an access line in JSON. */
    public boolean isAccess() {
        return access;
    }

    /** Whether that has to be asked of its values, since it stands in another log than one of access lines. */
    public boolean isAccessAnywhere() {
        return accessAnywhere;
    }

    /** Whether it is one of the values of an access line in JSON. */
    public boolean isOfAccess(Leaf value) {
        return ofAccess.stream().anyMatch(each -> each.value() == value);
    }

    /** The values of an access line in JSON. */
    public List<OfAccess> ofAccess() {
        return ofAccess;
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

    /** Whether documents are alike only where this very value is the same. */
    public boolean decides(JsonValue value) {
        return value != null
                && (value == zoneName
                        || asked.stream().anyMatch(each -> each.question() == Question.SAME && each.value() == value));
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
