package com.jisu.logs.records;

import com.jisu.logs.records.DeadLetter.Stage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Why a record is given up: all the reasons there are. docs/dead-letters.md explains each. */
public enum DeadReason {
    /** An event that is no JSON. */
    NOT_JSON(Stage.STREAMS),
    /** JSON, but no object; of the sink, a value that can be no document. */
    NOT_AN_OBJECT(Stage.STREAMS, Stage.SINK),
    /** An event of no bytes. */
    EMPTY(Stage.STREAMS),
    /** A document that the parsed topic does not take; of the sink, one that no request is small enough for (413). */
    TOO_LARGE(Stage.STREAMS, Stage.SINK),
    /** A fault of a parser. */
    PARSER_FAILURE(Stage.STREAMS),
    /** Something in a topic of Kafka Streams' own that this version did not write there. */
    FOREIGN(Stage.STREAMS),
    /** Elasticsearch refuses the document; at best its minimal form is in the index. */
    REFUSED(Stage.SINK),
    /** Elasticsearch can not read a request with it. */
    MALFORMED(Stage.SINK);

    private final Set<Stage> stages;

    DeadReason(Stage... stages) {
        this.stages = Set.of(stages);
    }

    /** As in the dead letter's header and in the metric's tag. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param code as in a dead letter's header
     * @throws IllegalArgumentException if it is none of these
     */
    public static DeadReason ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }

    /** Those for which a role gives records up. */
    public static List<DeadReason> of(Stage stage) {
        return Arrays.stream(values())
                .filter(reason -> reason.stages.contains(stage))
                .toList();
    }
}
