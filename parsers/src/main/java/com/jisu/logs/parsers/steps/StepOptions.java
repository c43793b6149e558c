package com.jisu.logs.parsers.steps;

import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.FieldText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the rules give a step, by the names of its options: texts, numbers, booleans, lists and maps as YAML has them. The loader has
 * checked names and kinds before; these methods give them as steps use them.
 */
public final class StepOptions {

    private final Map<String, Object> values;

    public StepOptions(Map<String, Object> values) {
        this.values = values;
    }

    public boolean has(String name) {
        return values.get(name) != null;
    }

    /** As YAML has it; null if it is not there. */
    public Object value(String name) {
        return values.get(name);
    }

    public Optional<FieldPath> field(String name) throws OptionFault {
        return has(name) ? Optional.of(path(name, text(name))) : Optional.empty();
    }

    public FieldPath field(String name, String byDefault) throws OptionFault {
        return path(name, has(name) ? text(name) : byDefault);
    }

    /** One or several; empty if it is not there. */
    public List<FieldPath> fields(String name) throws OptionFault {
        List<FieldPath> fields = new ArrayList<>();
        for (String text : texts(name)) {
            fields.add(path(name, text));
        }
        return fields;
    }

    private static FieldPath path(String name, String text) throws OptionFault {
        try {
            return FieldPath.of(text);
        } catch (IllegalArgumentException e) {
            throw new OptionFault(name, "can not be: " + e.getMessage());
        }
    }

    public String text(String name) {
        return values.get(name).toString();
    }

    public String text(String name, String byDefault) {
        return has(name) ? text(name) : byDefault;
    }

    /** One or several; empty if it is not there. */
    public List<String> texts(String name) {
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of(value.toString());
    }

    public Optional<FieldText> template(String name) throws OptionFault {
        return has(name) ? Optional.of(template(name, text(name))) : Optional.empty();
    }

    public List<FieldText> templates(String name) throws OptionFault {
        List<FieldText> templates = new ArrayList<>();
        for (String text : texts(name)) {
            templates.add(template(name, text));
        }
        return templates;
    }

    /** A text of this option with fields in it. */
    public static FieldText template(String name, String text) throws OptionFault {
        try {
            return FieldText.of(text);
        } catch (IllegalArgumentException e) {
            throw new OptionFault(name, "can not be: " + e.getMessage());
        }
    }

    public boolean flag(String name, boolean byDefault) {
        return values.get(name) instanceof Boolean flag ? flag : byDefault;
    }

    /** @throws OptionFault if it is out of this range */
    public int integer(String name, int byDefault, int least, int most) throws OptionFault {
        if (!(values.get(name) instanceof Number number)) {
            return byDefault;
        }
        if (number.longValue() < least || number.longValue() > most) {
            throw new OptionFault(name, "must be from " + least + " to " + most + ", not " + number);
        }
        return number.intValue();
    }

    public double number(String name, double byDefault) {
        return values.get(name) instanceof Number number ? number.doubleValue() : byDefault;
    }

    /** In the file's order; empty if it is not there. */
    public Map<String, Object> map(String name) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (values.get(name) instanceof Map<?, ?> there) {
            there.forEach((key, value) -> map.put(key.toString(), value));
        }
        return map;
    }
}
