package com.jisu.logs.sink.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import com.jisu.logs.sink.elasticsearch.BulkAnswer.Failure;
import com.jisu.logs.sink.elasticsearch.BulkAnswer.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Texts as OpenSearch 2.19.6 and 3.9.0 answered; the causes behind the reason, as {@link BulkAnswer} puts them together. */
class OpenSearchErrorsTest {

    private static final ErrorTexts ERRORS = new OpenSearch().errors();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            409 | version_conflict_engine_exception | DUPLICATE
            403 | cluster_block_exception           | BLOCKED
            429 | cluster_block_exception           | BLOCKED
            400 | index_closed_exception            | BLOCKED
            404 | index_not_found_exception         | BLOCKED
            400 | validation_exception              | BLOCKED
            403 | security_exception                | BLOCKED
            429 | rejected_execution_exception      | BUSY
            429 | circuit_breaking_exception        | BUSY
            503 | unavailable_shards_exception      | BUSY
            500 | null_pointer_exception            | INTERNAL
            400 | mapper_parsing_exception          | REFUSED
            400 | illegal_argument_exception        | REFUSED
            400 | invalid_index_name_exception      | REFUSED
            """)
    void what_a_failure_asks_for(int status, String type, Verdict verdict) {
        assertThat(new Failure(0, status, type, "", ERRORS).verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            mapper_parsing_exception | failed to parse field [kw] of type [keyword] in document with id 'kw-obj'. Preview of field's value: '{a=1}': Can't get text on a START_OBJECT at 1:8 | kw
            mapper_parsing_exception | failed to parse field [loc] of type [geo_point]: geo_point expected | loc
            mapper_parsing_exception | failed to parse field [n] of type [long] in document with id 'n'. Preview of field's value: 'failed to parse field [x] of type [': For input string: "y" | n
            mapper_parsing_exception | failed to parse field [labels] of type [flat_object] in document with id '1'. Preview of field's value: 'x': [labels] unexpected token [VALUE_STRING] in flat_object field value | labels
            mapper_parsing_exception | failed to parse field [_id] of type [_id] in document with id '_id'. Preview of field's value: 'x': Field [_id] is a metadata field and cannot be added inside a document. Use the index API request parameters. | _id
            mapper_parsing_exception | object mapping for [obj] tried to parse field [null] as object, but found a concrete value | obj
            mapper_parsing_exception | Could not dynamically add mapping for field [al.x]. Existing mapping for [al] must be of type object but found [alias]. | al.x
            mapper_parsing_exception | failed to parse: Cannot write to a field alias [al]. | al
            illegal_argument_exception | can't merge a non object mapping [mm] with an object mapping | mm
            illegal_argument_exception | Limit of mapping depth [3] has been exceeded due to object field [o.a.b] | o.a.b
            illegal_argument_exception | Document contains at least one immense term in field="plain" (whose UTF8 encoding is longer than the max length 32766), all of which were skipped. | plain
            """)
    void a_refused_field_is_named(String type, String reason, String field) {
        Failure failure = new Failure(0, 400, type, reason, ERRORS);
        assertThat(failure.refusedField()).contains(field);
        assertThat(failure.isAboutItsDocument()).isTrue();
        assertThat(failure.isFieldLimit()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            illegal_argument_exception | DocValuesField "labels._valueAndPath" is too large, must be <= 32766 | LONG_IN_FLAT_OBJECT labels 32000
            illegal_argument_exception | Document contains at least one immense term in field="application.overflow._value" (whose UTF8 encoding is longer than the max length 32766), all of which were skipped. | LONG_IN_FLAT_OBJECT application.overflow 32000
            illegal_argument_exception | Document contains at least one immense term in field="labels._valueAndPath" (whose UTF8 encoding is longer than the max length 32766), all of which were skipped. | LONG_IN_FLAT_OBJECT labels 32000
            mapper_parsing_exception | failed to parse: field name cannot be an empty string | NAME  2147483647
            mapper_parsing_exception | failed to parse: field name cannot contain only the character [.] | NAME  2147483647
            mapper_parsing_exception | failed to parse: object field starting or ending with a [.] makes object resolution ambiguous: [a..b] | NAME  2147483647
            illegal_argument_exception | object field cannot contain only whitespace: ['o2. '] | NAME  2147483647
            mapper_parsing_exception | failed to parse: object field cannot contain only whitespace: ['x. .y'] | NAME  2147483647
            mapper_parsing_exception | failed to parse: Name length (60000) exceeds the maximum allowed (50000, from `StreamReadConstraints.getMaxNameLength()`) | NAME  50000
            illegal_argument_exception | Field name [ffffff] is longer than the limit of [5] characters | NAME  5
            mapper_parsing_exception | failed to parse: Number value length (1200) exceeds the maximum allowed (1000, from `StreamReadConstraints.getMaxNumberLength()`) | LONG_NUMBER  1000
            mapper_parsing_exception | failed to parse: The depth of the field has exceeded the allowed limit of [20]. This limit can be set by changing the [index.mapping.depth.limit] index level setting. | DEPTH  20
            """)
    void what_has_neither_name_nor_place_is_described(String type, String reason, String suspects) {
        Failure failure = new Failure(0, 400, type, reason, ERRORS);
        assertThat(failure.suspects().map(each -> each.trait() + " " + each.within() + " " + each.bound()))
                .contains(suspects);
        assertThat(failure.isAboutItsDocument()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            failed to parse: Duplicate field 'x'\\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 27] | 26
            failed to parse: Duplicate Object property "x"\\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); byte offset: #26]: Duplicate Object property "x"\\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); byte offset: #26] | 26
            failed to parse: Duplicate field 'x; line: 1, column: 5]'\\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 27] | 26
            """)
    void a_place_is_a_byte_whichever_way_it_is_counted(String reason, int at) {
        assertThat(ERRORS.refusedByte(reason.replace("\\n", "\n"))).hasValue(at);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            index [e1] blocked by: [FORBIDDEN/8/index write (api)];                                                                                          | BLOCK
            index [e1] blocked by: [FORBIDDEN/5/index read-only (api)];                                                                                      | BLOCK
            index [e1] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];                 | DISK
            blocked by: [FORBIDDEN/13/cluster read-only / allow delete (api)];                                                                               | DISK
            closed                                                                                                                                           | OTHER
            Validation Failed: 1: this action would add [2] total LOCAL_ONLY shards, but this cluster currently has [6]/[1] maximum LOCAL_ONLY shards open; | OTHER
            no permissions for [indices:data/write/bulk[s]] and User [name=sink, backend_roles=[], requestedTenant=null]                                     | OTHER
            """)
    void a_block_is_told_by_its_text(String reason, String block) {
        assertThat(ERRORS.blockReason(reason)).hasToString(block);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            illegal_argument_exception                | pipeline with id [nothere] does not exist
            illegal_argument_exception                | if _id is specified it must not be empty
            invalid_index_name_exception              | Invalid index name [E1], must be lowercase
            illegal_state_exception                   | failed to parse field [a] of type [b]
            """)
    void what_speaks_of_no_field_is_not_the_documents_own(String type, String reason) {
        assertThat(ERRORS.isAboutItsDocument(type, reason)).isFalse();
        assertThat(ERRORS.suspects(reason)).isEmpty();
    }

    @Test
    void the_limit_of_fields_is_known() {
        Failure failure = new Failure(
                0, 400, "illegal_argument_exception", "Limit of total fields [2500] has been exceeded", ERRORS);
        assertThat(failure.isFieldLimit()).isTrue();
        assertThat(failure.isAboutItsDocument()).isTrue();
    }
}
