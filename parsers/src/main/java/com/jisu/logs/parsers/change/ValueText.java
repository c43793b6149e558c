package com.jisu.logs.parsers.change;

import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.FieldText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A value as YAML has it whose texts, however deep inside, may have fields in them. */
interface ValueText {

    /** The value for an event: one of those that the tree takes. */
    Object of(EventTree event);

    /** @throws OptionFault if the tree takes no such value */
    static ValueText of(String option, Object yaml) throws OptionFault {
        if (yaml instanceof String text) {
            FieldText template = StepOptions.template(option, text);
            return template::of;
        }
        if (yaml instanceof List<?> list) {
            List<ValueText> elements = new ArrayList<>();
            for (Object each : list) {
                elements.add(of(option, each));
            }
            return event -> elements(elements, event);
        }
        if (yaml instanceof Map<?, ?> map) {
            Map<String, ValueText> members = new LinkedHashMap<>();
            for (Map.Entry<?, ?> each : map.entrySet()) {
                members.put(String.valueOf(each.getKey()), of(option, each.getValue()));
            }
            return event -> members(members, event);
        }
        if (yaml == null || yaml instanceof Boolean || yaml instanceof Number) {
            return event -> yaml;
        }
        throw new OptionFault(option, "must be in quotes, to be a text: " + yaml);
    }

    private static List<Object> elements(List<ValueText> elements, EventTree event) {
        List<Object> list = new ArrayList<>(elements.size());
        for (ValueText each : elements) {
            list.add(each.of(event));
        }
        return list;
    }

    private static Map<String, Object> members(Map<String, ValueText> members, EventTree event) {
        Map<String, Object> map = new LinkedHashMap<>();
        members.forEach((name, each) -> map.put(name, each.of(event)));
        return map;
    }
}
