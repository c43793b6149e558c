package com.jisu.logs.parsers.extract;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.json.JsonArray;
import com.jisu.logs.parsers.json.JsonValue;
import com.jisu.logs.parsers.steps.OptionFault;
import com.jisu.logs.parsers.steps.Outcome;
import com.jisu.logs.parsers.steps.Step;
import com.jisu.logs.parsers.steps.StepContext;
import com.jisu.logs.parsers.steps.StepOption;
import com.jisu.logs.parsers.steps.StepOption.Kind;
import com.jisu.logs.parsers.steps.StepOptions;
import com.jisu.logs.parsers.steps.StepType;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.FieldPath;
import com.jisu.logs.parsers.tree.StepFailure;
import com.jisu.logs.parsers.tree.Values;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Takes a priority of syslog apart into facility and severity, as Logstash's syslog_pri does. Immutable, and shared by all threads. */
final class SyslogPriStep implements Step {

    private static final String ECS = "ecs";
    private static final String LEGACY = "legacy";
    private static final int SEVERITIES = 8;

    /** Of events without one: a notice at user level, by RFC 3164. */
    private static final long NO_PRIORITY = 13;

    private static final List<String> FACILITY_NAMES = List.of(
            "kernel",
            "user-level",
            "mail",
            "daemon",
            "security/authorization",
            "syslogd",
            "line printer",
            "network news",
            "uucp",
            "clock",
            "security/authorization",
            "ftp",
            "ntp",
            "log audit",
            "log alert",
            "clock",
            "local0",
            "local1",
            "local2",
            "local3",
            "local4",
            "local5",
            "local6",
            "local7");
    private static final List<String> SEVERITY_NAMES =
            List.of("emergency", "alert", "critical", "error", "warning", "notice", "informational", "debug");

    /** The fields that it sets. */
    private record Targets(FieldPath facilityCode, FieldPath facility, FieldPath severityCode, FieldPath severity) {}

    private final FieldPath field;
    private final Targets targets;
    private final boolean named;
    private final List<String> facilities;
    private final List<String> severities;

    private SyslogPriStep(
            FieldPath field, Targets targets, boolean named, List<String> facilities, List<String> severities) {
        this.field = field;
        this.targets = targets;
        this.named = named;
        this.facilities = facilities;
        this.severities = severities;
    }

    static StepType type() {
        return new StepType(
                "syslog_pri",
                "Takes the priority of a syslog line apart into facility and severity.",
                List.of(
                        StepOption.optional(
                                "field",
                                Kind.FIELD,
                                "log.syslog.priority, or syslog_pri with layout legacy",
                                "The priority; without one it is 13."),
                        StepOption.choice(
                                "layout",
                                List.of(ECS, LEGACY),
                                "that of the schema",
                                "Whether it sets log.syslog.* or Logstash's older syslog_* fields."),
                        StepOption.optional(
                                "use_labels", Kind.BOOLEAN, "true", "Whether names are set beside the codes."),
                        StepOption.optional(
                                "facility_labels",
                                Kind.TEXTS,
                                "those of RFC 3164",
                                "Names of the facilities from 0 on."),
                        StepOption.optional(
                                "severity_labels",
                                Kind.TEXTS,
                                "those of RFC 3164",
                                "Names of the severities from 0 on.")),
                List.of("_syslogpriparsefailure"),
                null,
                SyslogPriStep::make);
    }

    private static Step make(StepOptions options, StepContext context) throws OptionFault {
        boolean ecs = options.text("layout", context.schema() == Schema.ECS ? ECS : LEGACY)
                .equals(ECS);
        return new SyslogPriStep(
                options.field("field", ecs ? "log.syslog.priority" : "syslog_pri"),
                new Targets(
                        FieldPath.of(ecs ? "log.syslog.facility.code" : "syslog_facility_code"),
                        FieldPath.of(ecs ? "log.syslog.facility.name" : "syslog_facility"),
                        FieldPath.of(ecs ? "log.syslog.severity.code" : "syslog_severity_code"),
                        FieldPath.of(ecs ? "log.syslog.severity.name" : "syslog_severity")),
                options.flag("use_labels", true),
                options.has("facility_labels") ? options.texts("facility_labels") : FACILITY_NAMES,
                options.has("severity_labels") ? options.texts("severity_labels") : SEVERITY_NAMES);
    }

    @Override
    public Outcome apply(EventTree event) throws StepFailure {
        long priority = priority(event.value(field));
        long facility = Math.floorDiv(priority, SEVERITIES);
        int severity = (int) Math.floorMod(priority, (long) SEVERITIES);
        event.set(targets.severityCode, severity);
        event.set(targets.facilityCode, facility);
        if (!named) {
            return Outcome.DONE;
        }
        if (facility < 0 || facility >= facilities.size()) {
            throw new StepFailure("there is no facility " + facility);
        }
        event.set(targets.facility, facilities.get((int) facility));
        if (severity < severities.size()) {
            event.set(targets.severity, severities.get(severity));
        }
        return Outcome.DONE;
    }

    private long priority(JsonValue value) throws StepFailure {
        if (!JsonValue.isPresent(value)) {
            return NO_PRIORITY;
        }
        boolean list = JsonArray.isOne(value);
        List<JsonValue> elements = list ? JsonArray.elements(value) : List.of(value);
        Object first = elements.isEmpty() ? "" : Values.java(elements.get(0));
        if (first instanceof Number number) {
            return number.longValue();
        }
        if (first != null && !(first instanceof String)) {
            throw new StepFailure(field + " is no priority");
        }
        byte[] text = first == null ? new byte[0] : first.toString().getBytes(StandardCharsets.UTF_8);
        return ((Number) Values.java(RubyNumbers.integer(text, 0, text.length))).longValue();
    }
}
