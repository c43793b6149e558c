package com.jisu.logs.sink.elasticsearch;

import com.jisu.logs.sink.elasticsearch.BulkAnswer.Verdict;
import com.jisu.logs.sink.elasticsearch.Suspects.Trait;
import com.jisu.logs.sink.metrics.BlockReason;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The types and texts of OpenSearch 2.19 and 3. Most are those of Elasticsearch 7.10, which names neither field nor place in some;
 * verdicts and blocks are as in later ones. Values quoted in them may look the same, so the first match counts.
 */
final class OpenSearchErrors implements ErrorTexts {

    /** What it says of a document that is deeper than the bound that we set. */
    static final String TOO_DEEP = "failed to parse: The depth of the field has exceeded the allowed limit of [20].";

    private static final Set<String> OF_DOCUMENTS = Set.of(
            "mapper_parsing_exception", "strict_dynamic_mapping_exception", "max_bytes_length_exceeded_exception");

    /** How the mapping, or Lucene below it, speaks of a document in an error of no type of its own. */
    private static final Pattern OF_FIELDS = Pattern.compile("^mapper \\[.+?\\] cannot be changed from type"
            + "|^can't merge a non[ -](?:object|nested) mapping \\["
            + "|^object field cannot contain only whitespace: \\["
            + "|^Document contains at least one immense term in field="
            + "|^DocValuesField \".+?\" is too large, must be <= "
            + "|^Field name \\[.+?\\] is longer than the limit of \\["
            + "|^Limit of (?:total fields|mapping depth|nested fields) \\[");

    private static final List<Pattern> REFUSED_FIELDS = List.of(
            Pattern.compile("failed to parse field \\[(.+?)\\] of type \\["),
            Pattern.compile("object mapping for \\[(.+?)\\] tried to parse field"),
            Pattern.compile("Could not dynamically add mapping for field \\[(.+?)\\]\\. Existing mapping for \\["),
            Pattern.compile("mapper \\[(.+?)\\] cannot be changed from type"),
            Pattern.compile(
                    "can't merge a non[ -](?:object|nested) mapping \\[(.+?)\\] with an? (?:object|nested) mapping"),
            Pattern.compile("Cannot write to a field alias \\[(.+?)\\]"),
            Pattern.compile("Limit of mapping depth \\[\\d+\\] has been exceeded due to object field \\[(.+?)\\]"),
            Pattern.compile("immense term in field=\"(.+?)\""));

    /** Below a flat_object are two hidden fields with its values, of which the one has the dotted names before them. */
    private static final Pattern FLAT_OBJECT = Pattern.compile(
            "^(?:Document contains at least one immense term in field=|DocValuesField )\"(.+?)\\._value(?:AndPath)?\"");

    /**
     * Bytes of a dotted name and a value that a flat_object takes for certain: 32,766, less the field's own name, which is before
     * the name once more.
     */
    private static final int MAX_FLAT_BYTES = 32_000;

    private static final Pattern UNUSABLE_NAME = Pattern.compile(
            "^(?:failed to parse: )?(?:field name cannot |object field (?:starting or ending with|cannot contain) )");

    private static final Pattern LONG_NAME = Pattern.compile(
            "^Field name \\[.+?\\] is longer than the limit of \\[(\\d+)\\]|^failed to parse: Name length \\(\\d+\\) exceeds the maximum allowed \\((\\d+),");

    private static final Pattern LONG_NUMBER =
            Pattern.compile(": Number value length \\(\\d+\\) exceeds the maximum allowed \\((\\d+),");

    private static final Pattern DEPTH =
            Pattern.compile("^failed to parse: The depth of the field has exceeded the allowed limit of \\[(\\d+)\\]");

    private static final Pattern TWICE = Pattern.compile(": Duplicate (?:field '|Object property \")");

    /** From 1 in 2.19, where all is on the first line; from 0 in 3. The reader's own words come last. */
    private static final Pattern POSITION = Pattern.compile("; (?:line: 1, column: (\\d+)|byte offset: #(\\d+))\\]");

    /** All names are shorter. */
    private static final int ANY_LENGTH = Integer.MAX_VALUE;

    private final ElasticsearchErrors common = new ElasticsearchErrors();

    @Override
    public Verdict verdict(int status, String type) {
        return common.verdict(status, type);
    }

    @Override
    public boolean isAboutItsDocument(String type, String reason) {
        return OF_DOCUMENTS.contains(type)
                || type.equals("illegal_argument_exception")
                        && OF_FIELDS.matcher(reason).find();
    }

    @Override
    public boolean isFieldLimit(String reason) {
        return reason.startsWith("Limit of total fields [");
    }

    @Override
    public Optional<String> refusedField(String reason) {
        // Of a name that is there twice, the one is refused and not what both are in.
        boolean isTwice = TWICE.matcher(reason).find() && refusedByte(reason).isPresent();
        return isTwice ? Optional.empty() : ElasticsearchErrors.firstOf(REFUSED_FIELDS, reason);
    }

    @Override
    public Optional<Suspects> suspects(String reason) {
        Matcher flat = FLAT_OBJECT.matcher(reason);
        if (flat.find()) {
            return Optional.of(new Suspects(Trait.LONG_IN_FLAT_OBJECT, flat.group(1), MAX_FLAT_BYTES));
        }
        if (UNUSABLE_NAME.matcher(reason).find()) {
            return Optional.of(new Suspects(Trait.NAME, "", ANY_LENGTH));
        }
        return bounded(Trait.NAME, LONG_NAME, reason)
                .or(() -> bounded(Trait.DEPTH, DEPTH, reason))
                .or(() -> bounded(Trait.LONG_NUMBER, LONG_NUMBER, reason));
    }

    private static Optional<Suspects> bounded(Trait trait, Pattern pattern, String reason) {
        Matcher matcher = pattern.matcher(reason);
        if (!matcher.find()) {
            return Optional.empty();
        }
        String bound = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return Optional.of(new Suspects(trait, "", Integer.parseInt(bound)));
    }

    @Override
    public OptionalInt refusedByte(String reason) {
        Matcher position = POSITION.matcher(reason);
        OptionalInt last = OptionalInt.empty();
        while (position.find()) {
            last = OptionalInt.of(
                    position.group(1) == null
                            ? Integer.parseInt(position.group(2))
                            : Integer.parseInt(position.group(1)) - 1);
        }
        return last;
    }

    @Override
    public BlockReason blockReason(String reason) {
        return common.blockReason(reason);
    }
}
