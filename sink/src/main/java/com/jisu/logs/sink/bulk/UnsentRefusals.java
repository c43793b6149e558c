package com.jisu.logs.sink.bulk;

import com.jisu.logs.sink.document.Delivery;
import com.jisu.logs.sink.elasticsearch.BulkAnswer.Failure;
import com.jisu.logs.sink.elasticsearch.SearchServer;
import java.util.List;
import java.util.Optional;

/** Sees to it that nothing is sent that would harm the server: such a document is treated as if it had refused it. */
final class UnsentRefusals {

    private UnsentRefusals() {}

    /** The batch, with each document in a form that may be sent. */
    static Batch without(Batch batch, SearchServer server) {
        boolean all = batch.documents().stream()
                .allMatch(each -> server.refuseUnsent(each.source()).isEmpty());
        if (all) {
            return batch;
        }
        List<Delivery> documents =
                batch.documents().stream().map(each -> harmless(each, server)).toList();
        return batch.with(documents);
    }

    private static Delivery harmless(Delivery delivery, SearchServer server) {
        Delivery next = delivery;
        Optional<Failure> refusal = server.refuseUnsent(next.source());
        while (refusal.isPresent()) {
            next = next.afterRefusal(refusal.get()).orElseThrow(); // the barest form is flat
            refusal = server.refuseUnsent(next.source());
        }
        return next;
    }
}
