package com.jisu.logs.parsers.change;

import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.tree.FieldName;
import com.jisu.logs.parsers.tree.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A field, and what a step gives it: what stands in {@code field} and a second option, or each member of the map {@code fields}.
 *
 * @param option where it stands, for a fault
 * @param name of the field
 * @param value as YAML has it
 */
record Assignment(String option, String name, Object value) {

    /** The option that is a map of them. */
    static final String FIELDS = "fields";

    private static final String FIELD = "field";

    /** In the order of the rules, at least one. */
    static List<Assignment> all(StepOptions options, String second) throws OptionFault {
        List<Assignment> all = new ArrayList<>();
        if (options.has(FIELDS)) {
            if (options.has(FIELD) || options.has(second)) {
                throw new OptionFault(FIELDS, "can not stand beside field and " + second);
            }
            for (Map.Entry<String, Object> each : options.map(FIELDS).entrySet()) {
                all.add(new Assignment(FIELDS, each.getKey(), each.getValue()));
            }
            if (all.isEmpty()) {
                throw new OptionFault(FIELDS, "must name a field at least");
            }
            return all;
        }
        if (!options.has(FIELD)) {
            throw new OptionFault(FIELD, "must be there, beside " + second + "; or fields, for several");
        }
        all.add(new Assignment(second, options.text(FIELD), options.value(second)));
        return all;
    }

    FieldName fieldName() throws OptionFault {
        return name(option.equals(FIELDS) ? FIELDS : FIELD, name);
    }

    FieldPath path() throws OptionFault {
        return path(option.equals(FIELDS) ? FIELDS : FIELD, name);
    }

    /** The value as the name of a field. */
    FieldName valueName() throws OptionFault {
        return name(option, text());
    }

    /** The value as a text. */
    String text() throws OptionFault {
        if (value == null || value instanceof List || value instanceof Map) {
            throw new OptionFault(option, "must have a text for " + name);
        }
        return value.toString();
    }

    /** The name of a field in an option. */
    static FieldName name(String option, String name) throws OptionFault {
        try {
            return FieldName.of(name);
        } catch (IllegalArgumentException e) {
            throw new OptionFault(option, "can not be: " + e.getMessage());
        }
    }

    private static FieldPath path(String option, String name) throws OptionFault {
        try {
            return FieldPath.of(name);
        } catch (IllegalArgumentException e) {
            throw new OptionFault(option, "can not be: " + e.getMessage());
        }
    }
}
