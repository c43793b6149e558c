package com.jisu.logs.parsers.template;

import com.jisu.logs.parsers.document.AskedValues;
import com.jisu.logs.parsers.document.FieldTypes;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.nginx.AccessSection;
import com.jisu.logs.parsers.nginx.JsonAccessTemplate;
import com.jisu.logs.parsers.time.LocalZone;
import java.util.List;

/**
 * How the documents of one shape of events are written: bytes that all of them have, and values between. Values have the
 * numbers that {@link TrieReader} gives them. Immutable.
 *
 * @param constants one more than there are places
 * @param places what stands between the constants: the number of a value, {@link #TIME}, {@link #ARRIVAL},
 *     {@link #ACCESS}, or {@link #ACCESS_EVENT} and {@link #ACCESS_BESIDE_EVENT}
 * @param longTexts for each place, whether the index finds a string there however long it is
 * @param asked what has to be asked of values for the template to hold
 * @param zone that of times which name none
 * @param objects the numbers of the objects in it that were read before
 * @param otherLeaves leaves of the event that are in none of these objects
 * @param eventTime the number of the event's own time
 * @param time the number of the value that the document's time is read from; {@link #NONE} where it is that of an access
 *     line
 * @param id what the document's id is made of; null where that is the event's position
 * @param logType the event's type
 * @param engineLine what a container engine wrote around the line; null where none did
 * @param access what was found in an access line in JSON; null where the line is none
 */
public record DocumentTemplate(
        byte[][] constants,
        int[] places,
        boolean[] longTexts,
        List<Asked> asked,
        LocalZone zone,
        int[] objects,
        int otherLeaves,
        int eventTime,
        int time,
        IdParts id,
        String logType,
        EngineLine engineLine,
        AccessObject access) {

    /** Stands in the place of a template that was found to be wrong, so that it is not made again. */
    static final DocumentTemplate REFUSED = new DocumentTemplate(
            new byte[0][],
            new int[0],
            new boolean[0],
            List.of(),
            LocalZone.UTC,
            new int[0],
            0,
            0,
            0,
            null,
            "",
            null,
            null);

    /** The place of the document's time, as documents have it. */
    static final int TIME = -1;

    /** The place of what an access line says. */
    static final int ACCESS = -2;

    /** The place of the time at which the event arrived. */
    static final int ARRIVAL = -4;

    /** The place of what an access line says in the object {@code event}, where the event has one. */
    static final int ACCESS_EVENT = -5;

    /** The place of all else that it says then. */
    static final int ACCESS_BESIDE_EVENT = -6;

    /** Stands for a value that there is none of. */
    static final int NONE = -3;

    /** What is written of an access line in a place; null in one that is no such place. */
    static AccessSection accessIn(int place) {
        return switch (place) {
            case ACCESS -> AccessSection.WHOLE;
            case ACCESS_EVENT -> AccessSection.EVENT;
            case ACCESS_BESIDE_EVENT -> AccessSection.BESIDE_EVENT;
            default -> null;
        };
    }

    /** Whether the event's line is an access line that is no JSON, which says more than the values do. */
    boolean isAccessLine() {
        return access == null && isTimeOfAccess();
    }

    /** Whether the time is that of an access line, be it in JSON. */
    boolean isTimeOfAccess() {
        return time == NONE;
    }

    /**
     * An access line in JSON.
     *
     * @param values the numbers of the values that were found; {@link #NONE} for one that is null in all events of the shape
     */
    record AccessObject(int[] values, JsonAccessTemplate.Found found) {}

    /** A question that was asked of a value. */
    record Asked(AskedValues.Question question, int value, Leaf.Kind kind, FieldTypes.Type type) {}

    /** The numbers of the values of an id; an event may have no agent or no host. */
    record IdParts(int agent, int host, int file, int offset, int line) {}

    /**
     * @param stream the number of the stream's name
     * @param container what names the container in all such events; null where the file does
     * @param ended whether the line's text has a line end
     * @param otherBytes bytes of the line's text that are no values
     * @param texts the numbers of those that are
     */
    record EngineLine(int stream, JsonValue container, boolean ended, int otherBytes, int[] texts) {}
}
