package com.jisu.logs.parsers.decode;

import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.json.Leaf;
import com.jisu.logs.parsers.steps.CsvRow;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes a row of separated values apart, as Logstash's csv does. */
final class CsvStep implements Step {

    static final StepType TYPE = new StepType(
            "csv",
            "Takes a row of separated values apart.",
            List.of(
                    StepOption.optional("field", Kind.FIELD, "message", "The field with the row."),
                    StepOption.optional("columns", Kind.FIELDS, "", "The fields of the columns, in their order."),
                    StepOption.optional("separator", Kind.TEXT, ",", "What stands between columns."),
                    StepOption.optional(
                            "quote_char",
                            Kind.TEXT,
                            "\"",
                            "The one character around columns that hold a separator; \\x00 for none."),
                    StepOption.optional("target", Kind.FIELD, "", "The field that the columns' fields are in."),
                    StepOption.optional(
                            "convert",
                            Kind.TEXT_MAP,
                            "",
                            "What columns become, by their names: integer, float, boolean, date or date_time; a value that is none stays."),
                    StepOption.optional(
                            "skip_empty_columns",
                            Kind.BOOLEAN,
                            "false",
                            "Whether empty columns set nothing instead of null."),
                    StepOption.optional(
                            "skip_empty_rows",
                            Kind.BOOLEAN,
                            "false",
                            "Whether an empty text is tagged _csvskippedemptyfield, and is no failure."),
                    StepOption.optional(
                            "skip_header",
                            Kind.BOOLEAN,
                            "false",
                            "Whether an event that holds the columns' own names is dropped."),
                    StepOption.optional(
                            "autodetect_column_names",
                            Kind.BOOLEAN,
                            "false",
                            "Not possible: the names would be those of whatever event comes first."),
                    StepOption.optional(
                            "autogenerate_column_names",
                            Kind.BOOLEAN,
                            "true",
                            "Whether columns beyond those named become column6, column7 and so on.")),
            List.of("_csvparsefailure"),
            null,
            CsvStep::new);

    private static final String SKIPPED_TAG = "_csvskippedemptyfield";
    private static final String NO_QUOTE = "\\x00";

    /** Columns beyond those named whose fields are made beforehand. */
    private static final int FIELDS_KEPT = 64;

    private record Column(FieldPath field, CsvConversion conversion) {}

    private final FieldPath field;
    private final FieldPath target;
    private final String separator;
    private final char quote;
    private final List<String> header;
    private final List<Column> columns;
    private final Map<FieldPath, CsvConversion> conversions;
    private final boolean skipEmptyColumns;
    private final boolean skipEmptyRows;
    private final boolean skipHeader;
    private final boolean autogenerate;

    private CsvStep(StepOptions options, StepContext context) throws OptionFault {
        field = options.field("field", "message");
        target = options.field("target").orElse(null);
        separator = options.text("separator", ",");
        if (separator.isEmpty()) {
            throw new OptionFault("separator", "must be at least one character");
        }
        quote = quote(options.text("quote_char", "\""));
        conversions = conversions(options);
        header = options.texts("columns");
        autogenerate = options.flag("autogenerate_column_names", true);
        columns = columns(options.fields("columns"));
        skipEmptyColumns = options.flag("skip_empty_columns", false);
        skipEmptyRows = options.flag("skip_empty_rows", false);
        skipHeader = options.flag("skip_header", false) && !header.isEmpty();
        if (options.flag("autodetect_column_names", false)) {
            throw new OptionFault(
                    "autodetect_column_names",
                    "must be false: events are read each alone; write the names into columns");
        }
    }

    private static char quote(String text) throws OptionFault {
        if (text.equals(NO_QUOTE)) {
            return 0;
        }
        if (text.length() != 1) {
            throw new OptionFault("quote_char", "must be one character, not '" + text + "'");
        }
        return text.charAt(0);
    }

    private static Map<FieldPath, CsvConversion> conversions(StepOptions options) throws OptionFault {
        Map<FieldPath, CsvConversion> conversions = new HashMap<>();
        for (Map.Entry<String, Object> each : options.map("convert").entrySet()) {
            try {
                conversions.put(FieldPath.of(each.getKey()), CsvConversion.named(String.valueOf(each.getValue())));
            } catch (IllegalArgumentException e) {
                throw new OptionFault("convert", "of " + each.getKey() + " " + e.getMessage());
            }
        }
        return conversions;
    }

    private List<Column> columns(List<FieldPath> named) {
        List<Column> all = new ArrayList<>();
        named.forEach(name -> all.add(column(name)));
        while (autogenerate && all.size() < FIELDS_KEPT) {
            all.add(generated(all.size()));
        }
        return List.copyOf(all);
    }

    private Column generated(int place) {
        return column(FieldPath.ofNames(List.of("column" + (place + 1))));
    }

    private Column column(FieldPath name) {
        return new Column(
                target == null ? name : target.then(name), conversions.getOrDefault(name, CsvConversion.NONE));
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        JsonValue source = event.value(field);
        if (!JsonValue.isPresent(source)) {
            return Outcome.NOTHING;
        }
        if (!(source instanceof Leaf leaf && leaf.isString())) {
            throw new StepFailure(field + " is no text");
        }
        List<String> row = row(leaf.text());
        if (row == null) {
            if (!skipEmptyRows) {
                throw new StepFailure(field + " is empty");
            }
            event.tag(SKIPPED_TAG);
            return Outcome.NOTHING;
        }
        if (skipHeader && row.equals(header)) {
            event.drop();
            return Outcome.DONE;
        }
        for (int i = 0; i < row.size(); i++) {
            put(event, i, row.get(i));
        }
        return Outcome.DONE;
    }

    private List<String> row(String text) throws StepFailure {
        try {
            return new CsvRow(text, separator, quote).next();
        } catch (IllegalArgumentException e) {
            throw new StepFailure(field + " is no row of values: " + e.getMessage());
        }
    }

    private void put(EventTree event, int place, String value) throws StepFailure {
        if (skipEmptyColumns && (value == null || value.isEmpty()) || place >= columns.size() && !autogenerate) {
            return;
        }
        Column column = place < columns.size() ? columns.get(place) : generated(place);
        event.set(column.field, column.conversion.of(value));
    }
}
