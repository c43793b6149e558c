package com.jisu.logs.parsers.loggers;

import com.jisu.logs.parsers.loggers.KnownKey.Form;
import com.jisu.logs.parsers.loggers.KnownKey.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The keys that loggers and servers write, and the fields that they mean: the one table of them, which the parser follows
 * and docs/fields.md shows. Of several rows for one field the first counts.
 */
public final class KnownKeys {

    /** Marks a key that the index template has an alias for. */
    static final String ALIAS = "*";

    /** Field, form, place, what stands beside the keys, and the keys. */
    private static final String ROWS = """
            @timestamp                         | time           | anywhere | anything      | timestamp @timestamp time ts datetime @t Timestamp timeMillis instant timereported __REALTIME_TIMESTAMP timestampSeconds
            @timestamp                         | other time     | top      | anything      | date created
            @timestamp                         | other time     | anywhere | anything      | asctime
            @timestamp                         | other time     | top      | anything      | startTime eventTime start_time event_time date_time written_at timeUnixNano TimeMillis at requestReceivedTimestamp stageTimestamp ibm_datetime syslog.timestamp
            @timestamp                         | other time     | top      | message       | t
            @timestamp                         | other time     | top      | l, m          | T
            message                            | message        | anywhere | anything      | message msg* short_message @message @m @mt Message event RenderedMessage LogMessage
            message                            | message        | anywhere | journald      | MESSAGE
            message                            | other message  | top      | record        | text
            message                            | other message  | top      | anything      | elasticsearch.slowlog.message MessageTemplate textPayload
            message                            | other message  | top      | l, m          | M
            message                            | other message  | top      | severity      | body Body body.stringValue
            message                            | arguments      | top      | anything      | args
            message                            | arguments      | top      | a level       | data
            log.level                          | level          | anywhere | anything      | log.level
            log.level                          | level          | anywhere | anything      | level* severity* loglevel* logLevel LogLevel log_level lvl levelname level_name _level_name severityText @level @l level.levelStr level.name Level Severity SeverityText severity_text levelName priorityName _logLevel
            log.level                          | level          | top      | arguments     | type
            log.level                          | level          | top      | l, m          | L
            log.level                          | level word     | top      | datadog       | status
            log.level                          | level word     | top      | anything      | sev syslog.severity
            log.level                          | severity level | top      | no level      | severityNumber severity_number SeverityNumber
            log.level                          | database level | top      | t, s, msg     | s
            log.level                          | database level | top      | postgresql    | error_severity
            log.level                          | syslog level   | top      | journald      | PRIORITY
            log.level                          | syslog level   | top      | syslog        | syslogseverity
            log.logger                         | text           | anywhere | anything      | logger* logger_name* loggerName log_logger logger.name LoggerName
            log.logger                         | text           | anywhere | anything      | channel category Category categoryName @module SourceContext _logger_name _log_logger
            log.logger                         | text           | top      | fields, level | target
            log.logger                         | text           | top      | no postgresql | context
            log.logger                         | text           | record   | numeric level | name
            log.logger                         | text           | anywhere | anything      | component
            log.logger                         | text           | top      | ibm           | module
            log.logger                         | text           | top      | ibm           | ibm_className
            log.logger                         | text           | top      | mfa           | domain
            log.logger                         | text           | top      | t, s, msg     | c
            log.logger                         | text           | top      | l, m          | N
            process.thread.name                | text           | anywhere | anything      | thread* thread_name* threadName _thread_name _process_thread_name process_thread_name ThreadName logger.thread_name ibm_threadId
            process.thread.name                | text           | record   | record        | thread.name
            process.thread.id                  | whole          | anywhere | anything      | thread*
            process.thread.id                  | whole          | record   | record        | thread.id
            process.pid                        | number         | anywhere | anything      | pid processId _process_pid process_pid
            process.pid                        | positive       | record   | record        | process.id
            process.pid                        | number         | anywhere | no app_name   | process_id
            process.pid                        | positive       | anywhere | anything      | process
            process.pid                        | number         | top      | journald      | _PID
            process.pid                        | number         | top      | syslog        | procid
            error                              | error          | anywhere | anything      | error err exception throwable thrown exc @x Exception
            error.type                         | text           | anywhere | anything      | _error_type error_type errorType exception.type ibm_exceptionName
            error.message                      | text           | anywhere | anything      | _error_message error_message errorMessage exception.message
            error.stack_trace                  | stack trace    | anywhere | anything      | error.stack_trace stack_trace* stacktrace* stackTrace stack exc_info exc_text _stack_trace _error_stack_trace error_stack_trace traceback exception.stacktrace ibm_stackTrace
            error.stack_trace                  | long message   | anywhere | anything      | full_message
            error.stack_trace                  | stack trace    | top      | l, m          | S
            error.stack_trace                  | trace inside   | top      | record        | text
            trace.id                           | value          | anywhere | anything      | trace_id* traceId* traceID TraceId otelTraceID @tr _traceId
            trace.id                           | copy           | anywhere | anything      | dd.trace_id
            trace.id                           | last part      | anywhere | anything      | logging.googleapis.com/trace
            trace.id                           | value          | anywhere | anything      | xray_trace_id
            span.id                            | value          | anywhere | anything      | span_id* spanId* spanID SpanId otelSpanID @sp _spanId
            span.id                            | copy           | anywhere | anything      | dd.span_id
            span.id                            | last part      | anywhere | anything      | logging.googleapis.com/spanId
            span.id                            | value          | anywhere | anything      | xray_span_id
            trace.id                           | id             | top      | anything      | trace
            span.id                            | id             | top      | anything      | span
            transaction.id                     | value          | anywhere | anything      | transaction_id
            user.name                          | value          | anywhere | anything      | user
            host.name                          | host           | anywhere | anything      | host hostname
            host.name                          | host           | top      | journald      | _HOSTNAME
            url.original                       | text           | anywhere | anything      | url
            process.name                       | text           | anywhere | anything      | process
            process.name                       | text           | record   | record        | process.name
            process.name                       | text           | top      | journald      | _COMM
            user_agent.original                | text           | anywhere | anything      | user_agent
            service.name                       | value          | anywhere | anything      | service
            service.name                       | text           | top      | pm2           | app_name
            service.name                       | copy           | anywhere | anything      | dd.service
            service.name                       | value          | anywhere | anything      | service_name
            service.name                       | text           | top      | anything      | application
            service.version                    | copy           | anywhere | anything      | dd.version
            service.version                    | value          | anywhere | anything      | service_version
            container.name                     | text           | anywhere | anything      | container
            container.name                     | text           | top      | journald      | CONTAINER_NAME
            container.id                       | text           | top      | journald      | CONTAINER_ID_FULL
            container.image.name               | text           | anywhere | anything      | container.image
            container.image.name               | text           | top      | journald      | IMAGE_NAME
            log.origin.file.name               | origin         | anywhere | anything      | source
            source.address                     | address        | anywhere | anything      | source
            source.address                     | address        | top      | postgresql    | remote_host
            source.port                        | number         | top      | postgresql    | remote_port
            application.http                   | kept           | top      | anything      | http
            stream                             | stream         | top      | pm2           | type
            event.duration                     | millis         | anywhere | anything      | took_millis elasticsearch.slowlog.took_millis
            postgresql.log.database            | text           | top      | postgresql    | dbname
            postgresql.log.query               | text           | top      | postgresql    | statement
            postgresql.log.query_pos           | number         | top      | postgresql    | cursor_position
            postgresql.log.sql_state_code      | text           | top      | postgresql    | state_code
            postgresql.log.command_tag         | text           | top      | postgresql    | ps
            postgresql.log.session_id          | text           | top      | postgresql    | session_id
            postgresql.log.session_line_number | number         | top      | postgresql    | line_num
            postgresql.log.virtual_transaction_id | text        | top      | postgresql    | vxid
            postgresql.log.transaction_id      | number         | top      | postgresql    | txid
            postgresql.log.detail              | text           | top      | postgresql    | detail
            postgresql.log.hint                | text           | top      | postgresql    | hint
            postgresql.log.context             | text           | top      | postgresql    | context
            postgresql.log.application_name    | text           | top      | postgresql    | application_name
            postgresql.log.backend_type        | text           | top      | postgresql    | backend_type
            process.executable                 | text           | top      | journald      | _EXE
            process.command_line               | text           | top      | journald      | _CMDLINE
            systemd.unit                       | text           | top      | journald      | _SYSTEMD_UNIT
            systemd.transport                  | text           | top      | journald      | _TRANSPORT
            log.syslog.appname                 | text           | top      | journald      | SYSLOG_IDENTIFIER
            log.syslog.procid                  | value          | top      | journald      | SYSLOG_PID
            log.syslog.facility.code           | number         | top      | journald      | SYSLOG_FACILITY
            log.syslog.appname                 | text           | top      | syslog        | programname app-name
            log.syslog.procid                  | value          | top      | syslog        | procid
            log.syslog.msgid                   | value          | top      | syslog        | msgid
            log.syslog.priority                | number         | top      | syslog        | pri
            log.syslog.facility.code           | number         | top      | syslog        | syslogfacility
            log.syslog.severity.code           | number         | top      | syslog        | syslogseverity
            log.syslog.structured_data         | text           | top      | syslog        | structured-data
            -                                  | container      | top      | anything      | mdc MDC contextMap context extra properties attributes record fields @fields data span metadata meta Properties Attributes jsonPayload
            -                                  | nothing        | top      | anything      | level_value levelIndex level_index endOfBatch loggerFqcn threadPriority
            -                                  | nothing        | top      | pid, time     | v
            -                                  | nothing        | top      | gelf          | version
            -                                  | nothing        | top      | journald      | _SOURCE_REALTIME_TIMESTAMP
            """;

    /** What users may not add keys to. */
    private static final String NO_FIELD = "-";

    private static final List<KnownKey> TABLE = ROWS.lines().map(KnownKeys::row).toList();

    private KnownKeys() {}

    private static KnownKey row(String line) {
        String[] cells = line.split("\\|");
        return new KnownKey(
                cells[0].strip(),
                Form.valueOf(name(cells[1])),
                Place.valueOf(name(cells[2])),
                Beside.valueOf(name(cells[3])),
                Arrays.stream(cells[4].strip().split(" +")).toList());
    }

    private static String name(String cell) {
        return cell.strip().toUpperCase(Locale.ROOT).replaceAll("[ ,]+", "_");
    }

    /** The rows of the table; keys that have aliases in the index template end with {@link #ALIAS}. */
    static List<KnownKey> table() {
        return TABLE;
    }

    /** The fields that keys can be added to. */
    static Set<String> fields() {
        return TABLE.stream()
                .map(KnownKey::field)
                .filter(field -> !field.equals(NO_FIELD))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @throws IllegalArgumentException if keys are to mean what is none of {@link #fields}, or a name is empty */
    public static void check(Map<String, List<String>> added) {
        added.forEach((field, names) -> {
            if (!fields().contains(field)) {
                throw new IllegalArgumentException(
                        "streams.keys can not have keys for " + field + ", but for " + String.join(", ", fields()));
            }
            if (names.isEmpty() || names.stream().anyMatch(String::isBlank)) {
                throw new IllegalArgumentException(
                        "streams.keys." + field + " must be a list of names, none of them empty");
            }
        });
    }

    /**
     * The table with keys of a user's own behind all others.
     *
     * @param added names of keys by the fields that they mean, which are among {@link #fields}
     */
    public static List<KnownKey> with(Map<String, List<String>> added) {
        List<KnownKey> rows = new ArrayList<>(TABLE.stream()
                .map(row -> new KnownKey(
                        row.field(),
                        row.form(),
                        row.place(),
                        row.beside(),
                        row.keys().stream().map(KnownKeys::withoutMark).toList()))
                .toList());
        added.forEach((field, keys) -> {
            KnownKey first = TABLE.stream()
                    .filter(row -> row.field().equals(field))
                    .findFirst()
                    .orElseThrow();
            rows.add(new KnownKey(field, first.form(), Place.ANYWHERE, Beside.ANYTHING, List.copyOf(keys)));
        });
        return rows;
    }

    static String withoutMark(String key) {
        return key.endsWith(ALIAS) ? key.substring(0, key.length() - ALIAS.length()) : key;
    }
}
