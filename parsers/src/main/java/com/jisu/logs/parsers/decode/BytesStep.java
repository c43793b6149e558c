package com.jisu.logs.parsers.decode;

import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOption;
import com.jisu.logs.parsers.steps.StepOption.Kind;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.steps.StepType;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.StepFailure;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sizes such as {@code 1kb}, as Elasticsearch's bytes does. */
final class BytesStep implements Step {

    static final StepType TYPE = new StepType(
            "bytes",
            "Turns a size with a unit, such as 1.5kb, into a number of bytes.",
            List.of(
                    StepOption.required("field", Kind.FIELD, "The field with the size; of a list each."),
                    StepOption.optional("target", Kind.FIELD, "the field itself", "The field that takes the number.")),
            List.of("_bytesfailure"),
            null,
            BytesStep::new);

    private static final Pattern SIZE = Pattern.compile("(\\d{1,18}(?:\\.\\d{1,18})?) ?(?:([kmgtp])b?|b)");
    private static final String UNITS = "kmgtp";
    private static final int BITS_OF_A_UNIT = 10;
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

    private final FieldPath field;
    private final FieldPath target;

    private BytesStep(StepOptions options, StepContext context) throws OptionFault {
        field = options.field("field", "");
        target = options.field("target").orElse(field);
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        Object value = event.get(field);
        if (value == null) {
            return Outcome.NOTHING;
        }
        if (value instanceof List<?> list) {
            List<Object> sizes = new ArrayList<>(list.size());
            for (Object each : list) {
                sizes.add(bytes(each));
            }
            event.set(target, sizes);
        } else {
            event.set(target, bytes(value));
        }
        return Outcome.DONE;
    }

    private long bytes(Object value) throws StepFailure {
        String text = value instanceof String size ? size.strip().toLowerCase(Locale.ROOT) : "";
        if (text.equals("0") || text.equals("-1")) { // which need no unit
            return Long.parseLong(text);
        }
        Matcher size = SIZE.matcher(text);
        if (!size.matches()) {
            throw new StepFailure(field + " is no size with a unit: " + value);
        }
        int unit = size.group(2) == null ? 0 : UNITS.indexOf(size.group(2)) + 1;
        BigDecimal bytes = new BigDecimal(size.group(1)).multiply(BigDecimal.valueOf(1L << BITS_OF_A_UNIT * unit));
        if (bytes.compareTo(MOST) > 0) {
            throw new StepFailure(field + " is a size beyond all measure: " + value);
        }
        return bytes.setScale(0, RoundingMode.DOWN).longValueExact();
    }
}
