package com.jisu.logs.parsers.loggers;

import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.Key;
import com.jisu.logs.parsers.json.Keys;
import com.jisu.logs.parsers.json.Leaf;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What has to stand in a line beside a key for the key to mean what the table says. */
public enum Beside {
    ANYTHING("") {
        @Override
        boolean holds(JsonObject line) {
            return true;
        }
    },
    A_LEVEL("`level`") {
        @Override
        boolean holds(JsonObject line) {
            return line.get(LEVEL) != null;
        }
    },
    NUMERIC_LEVEL("a `level` that is a number, `levelname` or `record.level`") {
        @Override
        boolean holds(JsonObject line) {
            JsonObject record = line.object(RECORD_KEY);
            return line.get(LEVEL_NAME) != null
                    || record != null && record.get(LEVEL) != null
                    || line.get(LEVEL) instanceof Leaf level && Level.isNumber(level);
        }
    },
    FIELDS_LEVEL("`fields` or `level`") {
        @Override
        boolean holds(JsonObject line) {
            return line.get(LEVEL) != null || line.get(FIELDS) != null;
        }
    },
    ARGUMENTS("`args`") {
        @Override
        boolean holds(JsonObject line) {
            return line.get(ARGS) != null;
        }
    },
    RECORD("`record`") {
        @Override
        boolean holds(JsonObject line) {
            return line.object(RECORD_KEY) != null;
        }
    },
    MESSAGE("`msg` or `message`") {
        @Override
        boolean holds(JsonObject line) {
            return line.get(MSG) != null || line.get(MESSAGE_KEY) != null;
        }
    },
    /** Names of one letter, in capitals. */
    L_M("`L` and `M`") {
        @Override
        boolean holds(JsonObject line) {
            return line.get(L) != null && line.get(M) != null;
        }
    },
    /** Names of one letter. */
    T_S_MSG("`t`, `s` and `msg`") {
        @Override
        boolean holds(JsonObject line) {
            return line.get(T) != null && line.get(S) != null && line.get(MSG) != null;
        }
    },
    SEVERITY("`severityText`, `severity_text` or `SeverityText`, or one with `Number` or `number`") {
        @Override
        boolean holds(JsonObject line) {
            return SEVERITY_TEXTS.stream().anyMatch(key -> line.get(key) != null)
                    || SEVERITY_NUMBERS.stream().anyMatch(key -> line.get(key) != null);
        }
    },
    NO_LEVEL("no `level`, `severity`, `severityText`, `severity_text` or `SeverityText`") {
        @Override
        boolean holds(JsonObject line) {
            return line.get(LEVEL) == null
                    && line.get(SEVERITY_KEY) == null
                    && SEVERITY_TEXTS.stream().allMatch(key -> line.get(key) == null);
        }
    },
    IBM("`ibm_datetime`") {
        @Override
        boolean holds(JsonObject line) {
            return line.get(IBM_TIME) != null;
        }
    },
    DATADOG("`dd`, `dd.trace_id`, `ddsource` or `ddtags`") {
        @Override
        boolean holds(JsonObject line) {
            return OF_DATADOG.stream().anyMatch(key -> line.get(key) != null);
        }
    },
    /** Erlang's. */
    MFA("`mfa`, or a `pid` in angle brackets") {
        @Override
        boolean holds(JsonObject line) {
            return line.get(MFA_KEY) != null
                    || line.get(PID) instanceof Leaf pid
                            && pid.isString()
                            && pid.text().startsWith("<");
        }
    },
    NO_APP_NAME("no `app_name`") {
        @Override
        boolean holds(JsonObject line) {
            return line.get(APP_NAME) == null;
        }
    },
    PID_TIME("`pid` and `time`") {
        @Override
        boolean holds(JsonObject line) {
            return line.get(PID) != null && line.get(TIME) != null;
        }
    },
    GELF("`short_message`, with a `version` of 1.0 or 1.1") {
        @Override
        boolean holds(JsonObject line) {
            return line.get(SHORT_MESSAGE) != null
                    && line.get(VERSION) instanceof Leaf version
                    && Texts.isTextOrNumber(version)
                    && GELF_VERSION.matcher(version.text()).matches();
        }
    },
    POSTGRESQL("`error_severity` and `backend_type`") {
        @Override
        boolean holds(JsonObject line) {
            return line.get(ERROR_SEVERITY) != null && line.get(BACKEND_TYPE) != null;
        }
    },
    NO_POSTGRESQL("no `error_severity`") {
        @Override
        boolean holds(JsonObject line) {
            return !POSTGRESQL.holds(line);
        }
    },
    JOURNALD("`__REALTIME_TIMESTAMP`") {
        @Override
        boolean holds(JsonObject line) {
            return line.get(REALTIME) != null;
        }
    },
    SYSLOG("`syslogtag`, `syslogseverity`, `syslogfacility`, `programname` or `timereported`") {
        @Override
        boolean holds(JsonObject line) {
            return line.get(SYSLOG_TAG) != null
                    || line.get(SYSLOG_SEVERITY) != null
                    || line.get(SYSLOG_FACILITY) != null
                    || line.get(PROGRAM_NAME) != null
                    || line.get(TIME_REPORTED) != null;
        }
    },
    PM2("`app_name`, with `process_id` or a `type` of `out` or `err`") {
        @Override
        boolean holds(JsonObject line) {
            return line.get(APP_NAME) != null
                    && (line.get(PROCESS_ID) != null
                            || line.get(TYPE) instanceof Leaf type && (type.isText("out") || type.isText("err")));
        }
    };

    private static final List<Key> SEVERITY_TEXTS = keys("severityText", "severity_text", "SeverityText");
    private static final List<Key> SEVERITY_NUMBERS = keys("severityNumber", "severity_number", "SeverityNumber");
    private static final Key SEVERITY_KEY = Keys.known("severity");
    private static final Key IBM_TIME = new Key("ibm_datetime", false);
    private static final List<Key> OF_DATADOG = keys("dd", "dd.trace_id", "ddsource", "ddtags");
    private static final Key MSG = Keys.known("msg");
    private static final Key MESSAGE_KEY = Keys.known("message");
    private static final Key L = new Key("L", false);
    private static final Key M = new Key("M", false);
    private static final Key T = new Key("t", false);
    private static final Key S = new Key("s", false);
    private static final Key LEVEL = Keys.known("level");
    private static final Key LEVEL_NAME = Keys.known("levelname");
    private static final Key RECORD_KEY = Keys.known("record");
    private static final Key FIELDS = Keys.known("fields");
    private static final Key ARGS = Keys.known("args");
    private static final Key MFA_KEY = Keys.known("mfa");
    private static final Key PID = Keys.known("pid");
    private static final Key TIME = Keys.known("time");
    private static final Key APP_NAME = Keys.known("app_name");
    private static final Key PROCESS_ID = Keys.known("process_id");
    private static final Key TYPE = Keys.known("type");
    private static final Pattern GELF_VERSION = Pattern.compile("1\\.[01]");
    private static final Key SHORT_MESSAGE = Keys.known("short_message");
    private static final Key VERSION = Keys.known("version");
    private static final Key ERROR_SEVERITY = Keys.known("error_severity");
    private static final Key BACKEND_TYPE = Keys.known("backend_type");
    private static final Key REALTIME = Keys.known("__REALTIME_TIMESTAMP");
    private static final Key SYSLOG_TAG = Keys.known("syslogtag");
    private static final Key SYSLOG_SEVERITY = Keys.known("syslogseverity");
    private static final Key SYSLOG_FACILITY = Keys.known("syslogfacility");
    private static final Key PROGRAM_NAME = Keys.known("programname");
    private static final Key TIME_REPORTED = Keys.known("timereported");

    private final String text;

    Beside(String text) {
        this.text = text;
    }

    private static List<Key> keys(String... names) {
        return Stream.of(names).map(name -> new Key(name, false)).toList();
    }

    /** Whether it stands in this line, of those which have the key. */
    abstract boolean holds(JsonObject line);

    @Override
    public String toString() {
        return text;
    }
}
