package com.jisu.logs.sink;

import static com.jisu.logs.sink.ElasticsearchProxy.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jisu.logs.sink.ElasticsearchSink.State;
import org.junit.jupiter.api.Test;

/** A few documents are refused, in Elasticsearch's own words: they are bad, and nothing waits for them. */
class BadDocumentTest extends RefusingSinkTest {

    @Test
    void a_bad_document_in_a_quiet_time_becomes_a_dead_letter_and_nothing_waits() throws Exception {
        ElasticsearchSink sink = startAndIndex();
        refuse("script_exception", document -> document.contains("poison"));
        fixture.send("bad", "{\"message\":\"poison\"}", Fixture.DAY_1);
        fixture.flush();
        assertRefused("bad", "refused");
        await().untilAsserted(() -> assertThat(fixture.committed()).isEqualTo(2));
        await().until(() -> sink.state() == State.RUNNING);
    }

    @Test
    void a_bad_document_of_a_day_that_this_sink_has_not_written_to_becomes_a_dead_letter() throws Exception {
        startAndIndex().close();
        refuse("script_exception", document -> document.contains("poison"));
        fixture.startSink();
        fixture.send("bad", "{\"message\":\"poison\"}", Fixture.DAY_1);
        fixture.flush();
        assertRefused("bad", "refused");
    }

    @Test
    void a_document_that_spoils_its_request_in_a_quiet_time_becomes_a_dead_letter() throws Exception {
        ElasticsearchSink sink = startAndIndex();
        fixture.proxy()
                .fail((exchange, body) -> new String(body, UTF_8).contains("poison") && answer(exchange, 400, WHOLE));
        fixture.send("bad", "{\"message\":\"poison\"}", Fixture.DAY_1);
        fixture.flush();
        assertRefused("bad", "malformed");
        await().until(() -> sink.state() == State.RUNNING);
    }

    @Test
    void a_document_that_spoils_its_request_before_any_was_taken_does_not_hold_up_the_others() throws Exception {
        fixture.proxy()
                .fail((exchange, body) -> new String(body, UTF_8).contains("poison") && answer(exchange, 400, WHOLE));
        fixture.send("bad", "{\"message\":\"poison\"}", Fixture.DAY_1);
        fixture.flush();
        fixture.startSink();
        await().atMost(LONG).until(() -> fixture.metric("retried", "reason", "unreachable") > 2);
        assertThat(fixture.deadLetters()).isZero();
        sendAll(10);
        fixture.awaitCount(10);
        assertRefused("bad", "malformed");
    }

    @Test
    void a_canary_writes_nothing() throws Exception {
        startAndIndex();
        fixture.request("DELETE", "/" + fixture.index(Fixture.DAY_1) + "/_doc/good?refresh", "");
        refuse("script_exception", document -> document.contains("poison"));
        fixture.send("bad", "{\"message\":\"poison\"}", Fixture.DAY_1);
        fixture.flush();
        assertRefused("bad", "refused");
        assertThat(fixture.document(Fixture.DAY_1, "good").isMissingNode()).isTrue();
    }
}
