package com.jisu.logs.sink.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jisu.logs.sink.elasticsearch.BulkAnswer.Failure;
import com.jisu.logs.sink.elasticsearch.BulkAnswer.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BulkAnswerTest {

    private static final ErrorTexts ERRORS = new Elasticsearch().errors();

    @Test
    void without_errors_the_items_are_not_even_read() throws IOException {
        assertThat(failures("{\"errors\":false,\"items\":[", 3)).isEmpty();
    }

    @Test
    void failed_items_are_found_by_their_position() throws IOException {
        List<Failure> failures = failures("""
                {"errors":true,"items":[
                  {"create":{"status":201}},
                  {"create":{"status":409,"error":{"type":"version_conflict_engine_exception","reason":"[a]: exists"}}},
                  {"create":{"status":201}},
                  {"create":{"status":400,"error":{"type":"document_parsing_exception",
                    "reason":"[1:8] failed to parse field [n] of type [long]",
                    "caused_by":{"type":"illegal_argument_exception","reason":"For input string: \\"x\\""}}}}]}
                """, 4);
        assertThat(failures)
                .containsExactly(
                        new Failure(1, 409, "version_conflict_engine_exception", "[a]: exists", ERRORS),
                        new Failure(
                                3,
                                400,
                                "document_parsing_exception",
                                "[1:8] failed to parse field [n] of type [long]: For input string: \"x\"",
                                ERRORS));
    }

    @Test
    void fields_that_nobody_asked_for_are_passed_over() throws IOException {
        List<Failure> failures = failures("""
                {"took":3,"ingest_took":{"a":[1]},"errors":true,"items":[{"create":{"_index":"i","_shards":{"total":1},
                  "error":{"root_cause":[{"type":"x"}],"type":"t","reason":null,"index":"i"},"status":503}}]}
                """, 1);
        assertThat(failures).containsExactly(new Failure(0, 503, "t", "", ERRORS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "<html>busy</html>",
                "{\"errors\":true}",
                "{\"errors\":\"no\",\"items\":[]}",
                "{\"errors\":true,\"items\":[{\"create\":{\"status\":201}}",
                "{\"errors\":true,\"items\":[{\"create\":{\"status\":201}}]}",
                "{\"errors\":true,\"items\":[{\"create\":{\"status\":201}},7]}"
            })
    void an_answer_that_is_not_about_all_documents_is_no_answer(String body) {
        assertThatThrownBy(() -> failures(body, 2)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "409, version_conflict_engine_exception, DUPLICATE",
        "429, es_rejected_execution_exception, BUSY",
        "429, circuit_breaking_exception, BUSY",
        "429, cluster_block_exception, BLOCKED",
        "503, unavailable_shards_exception, BUSY",
        "403, cluster_block_exception, BLOCKED",
        "403, security_exception, BLOCKED",
        "404, index_not_found_exception, BLOCKED",
        "400, index_closed_exception, BLOCKED",
        "400, validation_exception, BLOCKED",
        "500, null_pointer_exception, INTERNAL",
        "400, document_parsing_exception, REFUSED",
        "400, illegal_argument_exception, REFUSED",
        "413, too_large, REFUSED"
    })
    void what_a_failure_asks_for_is_told_by_status_and_type(int status, String type, Verdict verdict) {
        assertThat(new Failure(0, status, type, "", ERRORS).verdict()).isEqualTo(verdict);
    }

    private static List<Failure> failures(String body, int documents) throws IOException {
        return BulkAnswer.failures(body.getBytes(StandardCharsets.UTF_8), documents, ERRORS);
    }
}
