package com.jisu.logs.sink.elasticsearch;

import com.jisu.logs.sink.elasticsearch.BulkAnswer.Verdict;
import com.jisu.logs.sink.metrics.BlockReason;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types and texts of Elasticsearch 8 and 9. Values quoted in them may look the same, so the first match counts. */
final class ElasticsearchErrors implements ErrorTexts {

    /** Errors that speak of the index or the cluster, whatever their status: some come as a 400 or a 429. */
    private static final Set<String> BLOCKS = Set.of(
            "cluster_block_exception",
            "index_closed_exception",
            "index_not_found_exception",
            "security_exception",
            "validation_exception"); // no shard may be added to this cluster

    /** Errors of the mapping about one document. */
    private static final Set<String> OF_DOCUMENTS = Set.of(
            "document_parsing_exception",
            "mapper_parsing_exception",
            "strict_dynamic_mapping_exception",
            "max_bytes_length_exceeded_exception",
            "x_content_parse_exception");

    /** How the mapping names a field, or a bound of the mapping, in an error of no type of its own. */
    private static final Pattern OF_FIELDS = Pattern.compile("^\\[1:\\d+\\]"
            + "|mapper \\[.+?\\] cannot be changed from type"
            + "|can't merge a non[ -](?:object|nested) mapping \\["
            + "|Cannot write to a field alias \\["
            + "|object mapping for \\["
            + "|due to object field \\["
            + "|immense term in field="
            + "|Limit of (?:total fields|mapping depth|nested fields|field name length) \\[");

    private static final List<Pattern> REFUSED_FIELDS = List.of(
            Pattern.compile("failed to parse field \\[(.+?)\\] of type \\["),
            Pattern.compile("object mapping for \\[(.+?)\\] tried to parse field"),
            Pattern.compile("mapper \\[(.+?)\\] cannot be changed from type"),
            Pattern.compile(
                    "can't merge a non[ -](?:object|nested) mapping \\[(.+?)\\] with an? (?:object|nested) mapping"),
            Pattern.compile("Cannot write to a field alias \\[(.+?)\\]"),
            Pattern.compile("due to object field \\[(.+?)\\]"),
            Pattern.compile("immense term in field=\"(.+?)\""));

    private static final Pattern POSITION = Pattern.compile("^\\[1:(\\d+)\\]");

    /** A block of {@code index.blocks.*}: Elasticsearch says so of each. */
    private static final String SET_BY_API = "(api)";

    @Override
    public Verdict verdict(int status, String type) {
        if (type.equals("version_conflict_engine_exception")) {
            return Verdict.DUPLICATE;
        }
        if (BLOCKS.contains(type)) {
            return Verdict.BLOCKED;
        }
        return switch (status) {
            case 429, 502, 503, 504 -> Verdict.BUSY;
            case 401, 403, 404, 409 -> Verdict.BLOCKED;
            default -> status >= 500 ? Verdict.INTERNAL : Verdict.REFUSED;
        };
    }

    @Override
    public boolean isAboutItsDocument(String type, String reason) {
        return OF_DOCUMENTS.contains(type)
                || type.equals("illegal_argument_exception")
                        && OF_FIELDS.matcher(reason).find();
    }

    @Override
    public boolean isFieldLimit(String reason) {
        return reason.contains("Limit of total fields [");
    }

    @Override
    public Optional<String> refusedField(String reason) {
        return firstOf(REFUSED_FIELDS, reason);
    }

    /** What the match in front of the others has found. */
    static Optional<String> firstOf(List<Pattern> patterns, String reason) {
        int first = Integer.MAX_VALUE;
        Optional<String> name = Optional.empty();
        for (Pattern pattern : patterns) {
            Matcher matcher = pattern.matcher(reason);
            if (matcher.find() && matcher.start() < first) {
                first = matcher.start();
                name = Optional.of(matcher.group(1));
            }
        }
        return name;
    }

    @Override
    public OptionalInt refusedByte(String reason) {
        Matcher position = POSITION.matcher(reason);
        return position.find() ? OptionalInt.of(Integer.parseInt(position.group(1)) - 1) : OptionalInt.empty();
    }

    @Override
    public BlockReason blockReason(String reason) {
        if (reason.contains("flood-stage") || reason.contains("read-only / allow delete")) {
            return BlockReason.DISK;
        }
        return reason.contains(SET_BY_API) ? BlockReason.BLOCK : BlockReason.OTHER;
    }
}
