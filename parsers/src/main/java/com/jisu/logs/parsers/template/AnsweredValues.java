package com.jisu.logs.parsers.template;

import com.jisu.logs.parsers.document.AskedValues;
import com.jisu.logs.parsers.document.AskedValues.Question;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** An event's values of which all that the rules asked will be asked of other events' values, too. */
final class AnsweredValues {

    private final Set<Leaf> answered = Collections.newSetFromMap(new IdentityHashMap<>());

    /** @throws NoTemplateException if something else than the event's line is an access line */
    AnsweredValues(AskedValues asked, EventMembers members) throws NoTemplateException {
        for (AskedValues.Asked each : asked.asked()) {
            NoTemplateException.unless(each.question() != Question.ACCESS_LINE || each.value() == members.message());
            answered.add(each.value());
        }
        answered.add((Leaf) members.time());
        if (asked.zoneName() != null) {
            answered.add(asked.zoneName());
        }
        if (members.offset() instanceof Leaf leaf) {
            answered.add(leaf);
        }
    }

    /** @throws NoTemplateException if a rule has asked this value, or one in it, and it is none of these */
    void refuseOthers(JsonValue value) throws NoTemplateException {
        if (value instanceof JsonObject object) {
            for (int i = 0; i < object.size(); i++) {
                refuseOthers(object.value(i));
            }
        } else if (value instanceof Leaf leaf) {
            NoTemplateException.unless(!leaf.isAsked() || !leaf.isScalar() || answered.contains(leaf));
        }
    }
}
