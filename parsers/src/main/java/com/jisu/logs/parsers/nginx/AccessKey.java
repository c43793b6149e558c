package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.document.Field;
import com.jisu.logs.parsers.json.JsonValue;
import java.util.List;

/**
 * The keys under which servers write the parts of a request, and the fields that they mean: the one table of them, for
 * lines in JSON and for the tails of others. Of several keys for one field the first counts that has a value.
 */
enum AccessKey {
    CLIENT(
            Field.CLIENT,
            Form.OWN,
            "remote_addr clientip client_ip remote_ip client ip remote_address client_addr client_address client_host downstream_remote_address remote_host c_ip source_ip downstream_remote_address_without_port ibm_remote_host"),
    CLIENT_PORT(Field.CLIENT_PORT, Form.NUMBER, "client_port remote_port c_port client_src_port source_port"),
    USER(Field.USER, Form.OWN, "remote_user user client_username logical_user_name cs_username user_name"),
    REQUEST(Field.URL, Form.OWN, "request request_line http_request requested_url"),
    METHOD(
            Field.METHOD,
            Form.OWN,
            "request_method method verb http_method cs_method client_request_method ibm_request_method"),
    TARGET(
            Field.URL,
            Form.OWN,
            "request_uri uri url path request_path request_url uri_path cs_uri_stem resource_path requested_uri http_path http_url client_request_uri ibm_uri_path x_envoy_original_path x_envoy_origin_path"),
    QUERY(Field.URL_QUERY, Form.OWN, "args query_string query cs_uri_query request_query ibm_query_string"),
    PROTOCOL(
            Field.HTTP_VERSION,
            Form.OWN,
            "server_protocol protocol proto request_protocol request_proto http_protocol http_version cs_protocol_version cs_version client_request_protocol ibm_request_protocol"),
    STATUS(
            Field.STATUS,
            Form.OWN,
            "status status_code response_code response_status http_status sc_status downstream_status http_status_code response_status_code elb_status_code edge_response_status ibm_response_code"),
    SERVER(
            Field.URL_DOMAIN,
            Form.OWN,
            "http_host domain vhost server_name request_host authority host domain_name x_host_header cs_host client_request_host"),
    SCHEME(Field.URL_SCHEME, Form.OWN, "scheme request_scheme cs_protocol client_request_scheme"),
    REFERRER(
            Field.REFERRER,
            Form.OWN,
            "http_referer http_referrer referer referrer request_referer cs_referer client_request_referer"),
    USER_AGENT(
            Field.USER_AGENT,
            Form.OWN,
            "http_user_agent user_agent agent ua request_user_agent cs_user_agent client_request_user_agent ibm_user_agent"),
    FORWARDED_FOR(
            Field.FORWARDED_FOR,
            Form.OWN,
            "http_x_forwarded_for x_forwarded_for xff request_x_forwarded_for cs_x_forwarded_for x_forward_for"),
    TIME(
            Field.TIMESTAMP,
            Form.OWN,
            "timestamp time ts datetime date time_local time_iso8601 msec start_utc start_time request_received_at time_date request_time_epoch started_at edge_start_timestamp ibm_datetime"),
    BODY_BYTES(
            Field.BODY_BYTES,
            Form.NUMBER,
            "body_bytes_sent bytes size response_size response_length downstream_content_size response_size_b bytes_out"),
    BYTES_SENT(Field.RESPONSE_BYTES, Form.NUMBER, "bytes_sent sent_bytes sc_bytes edge_response_bytes"),
    REQUEST_LENGTH(Field.REQUEST_BYTES, Form.NUMBER, "request_length received_bytes cs_bytes request_size"),
    BYTES_READ(
            Field.REQUEST_BODY_BYTES,
            Form.NUMBER,
            "bytes_read bytes_received request_content_size request_size_b bytes_in"),
    REQUEST_TIME(Field.EVENT_DURATION, Form.SECONDS, "request_time responsetime"),
    FRACTION(Field.EVENT_DURATION, Form.FRACTION, "duration"),
    WITH_UNIT(Field.EVENT_DURATION, Form.WITH_UNIT, "latency_human latency elapsed"),
    MILLIS(Field.EVENT_DURATION, Form.MILLIS, "ta tt"),
    MICROS(Field.EVENT_DURATION, Form.MICROS, "time_to_serve ibm_elapsed_time"),
    NANOS(Field.EVENT_DURATION, Form.NUMBER, ""),
    UPSTREAM_ADDRESS(Field.UPSTREAM_ADDRESS, Form.TEXTS, "upstream_addr upstreamhost upstream service_addr"),
    UPSTREAM_STATUS(Field.UPSTREAM_STATUS, Form.NUMBERS, "upstream_status origin_status target_status_code"),
    UPSTREAM_RESPONSE_TIME(Field.UPSTREAM_RESPONSE_TIME, Form.DECIMALS, "upstream_response_time upstreamtime"),
    UPSTREAM_CONNECT_TIME(Field.UPSTREAM_CONNECT_TIME, Form.DECIMALS, "upstream_connect_time"),
    UPSTREAM_HEADER_TIME(Field.UPSTREAM_HEADER_TIME, Form.DECIMALS, "upstream_header_time"),
    UPSTREAM_NAME(Field.UPSTREAM_NAME, Form.TEXT, "proxy_upstream_name"),
    UPSTREAM_ALTERNATIVE_NAME(Field.UPSTREAM_ALTERNATIVE_NAME, Form.TEXT, "proxy_alternative_upstream_name"),
    REQUEST_ID(Field.REQUEST_ID, Form.TEXT, "request_id req_id x_request_id"),
    TLS_PROTOCOL(Field.TLS_VERSION, Form.OWN, "ssl_protocol tls_protocol tls_version"),
    TLS_CIPHER(Field.TLS_CIPHER, Form.TEXT, "ssl_cipher tls_cipher");

    /** What becomes of a key's value. */
    enum Form {
        /** What the rules for the part make of it. */
        OWN {
            @Override
            JsonValue value(byte[] text, int from, int to) {
                return null;
            }
        },
        TEXT {
            @Override
            JsonValue value(byte[] text, int from, int to) {
                return AccessValues.text(text, from, to);
            }
        },
        /** A whole number. */
        NUMBER {
            @Override
            JsonValue value(byte[] text, int from, int to) {
                return AccessValues.number(text, from, to);
            }
        },
        /** Seconds, as nanoseconds. */
        SECONDS {
            @Override
            JsonValue value(byte[] text, int from, int to) {
                return AccessValues.nanos(text, from, to, 9);
            }
        },
        /** Seconds with a fraction, as nanoseconds: whole numbers may be of any unit, if none is behind them. */
        FRACTION {
            @Override
            JsonValue value(byte[] text, int from, int to) {
                int decimals = 0;
                for (int i = from; i < to && decimals == 0; i++) {
                    decimals = text[i] == '.' || text[i] == 'e' || text[i] == 'E' ? to - i - 1 : 0;
                }
                JsonValue withUnit = WITH_UNIT.value(text, from, to);
                boolean seconds = withUnit == null && decimals > 0;
                return seconds ? SECONDS.value(text, from, to) : withUnit;
            }
        },
        /** A time with its unit behind it. */
        WITH_UNIT {
            @Override
            JsonValue value(byte[] text, int from, int to) {
                return AccessValues.nanosOfUnit(text, from, to);
            }
        },
        MILLIS {
            @Override
            JsonValue value(byte[] text, int from, int to) {
                return AccessValues.nanos(text, from, to, 6);
            }
        },
        MICROS {
            @Override
            JsonValue value(byte[] text, int from, int to) {
                return AccessValues.nanos(text, from, to, 3);
            }
        },
        /** A list of texts, one for each upstream. */
        TEXTS {
            @Override
            JsonValue value(byte[] text, int from, int to) {
                return AccessValues.list(text, from, to, AccessValues::text);
            }
        },
        /** A list of whole numbers, one for each upstream. */
        NUMBERS {
            @Override
            JsonValue value(byte[] text, int from, int to) {
                return AccessValues.list(text, from, to, AccessValues::number);
            }
        },
        /** A list of numbers, one for each upstream. */
        DECIMALS {
            @Override
            JsonValue value(byte[] text, int from, int to) {
                return AccessValues.list(text, from, to, AccessValues::decimal);
            }
        };

        /** The value for the field; null where the text is of another form. */
        abstract JsonValue value(byte[] text, int from, int to);

        /** Whether it is a time that something took. */
        boolean isDuration() {
            return this == SECONDS || this == FRACTION || this == MILLIS || this == MICROS;
        }
    }

    private final Field field;
    private final Form form;
    private final List<String> names;

    AccessKey(Field field, Form form, String names) {
        this.field = field;
        this.form = form;
        this.names = names.isEmpty() ? List.of() : List.of(names.split(" "));
    }

    Field field() {
        return field;
    }

    Form form() {
        return form;
    }

    /** In lower case and with underscores. */
    List<String> names() {
        return names;
    }
}
