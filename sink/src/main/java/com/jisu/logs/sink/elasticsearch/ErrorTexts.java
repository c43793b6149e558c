package com.jisu.logs.sink.elasticsearch;

import com.jisu.logs.sink.elasticsearch.BulkAnswer.Verdict;
import com.jisu.logs.sink.metrics.BlockReason;
import java.util.Optional;
import java.util.OptionalInt;

/** What one kind of server means by the types and texts of its errors. */
public interface ErrorTexts {

    Verdict verdict(int status, String type);

    /**
     * Whether a refusal speaks of what the document holds. Any other may come of a pipeline, a setting of the index or
     * something before the server, and meet every document.
     */
    boolean isAboutItsDocument(String type, String reason);

    /** Whether the index has no room for the document's new names. */
    boolean isFieldLimit(String reason);

    /** The dotted name of the field that was refused, where the error has one. */
    Optional<String> refusedField(String reason);

    /** What the refused values are like, where the error has neither their names nor their places. */
    default Optional<Suspects> suspects(String reason) {
        return Optional.empty();
    }

    /** The byte of the document, from 0, at which the server stumbled, where the error has one. */
    OptionalInt refusedByte(String reason);

    /** What keeps documents out of an index that takes none. */
    BlockReason blockReason(String reason);
}
