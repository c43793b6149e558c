package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.geoip.IpAddress;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the parts of a line of Apache's error log, as {@code ErrorLogFormat} is by default: {@code [Sun Nov 29 15:20:54.937174
 * 2026] [ssl:info] [pid 17839:tid 17840] [client 192.0.2.1:50964] AH01964: text, referer: ...}. Before version 2.4 there were
 * neither modules nor processes in it.
 */
final class ApacheErrorLine {

    private static final Pattern HEAD = Pattern.compile(
            "\\[(\\w{3} \\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})? \\d{4})\\] \\[(?:([\\w-]{0,64}):)?(\\w{1,16})\\] "
                    + "(?:\\[pid (\\d{1,18})(?::tid (\\d{1,18}))?\\] )?");

    /** In front of the client may be a place in Apache's code, and what the system said. */
    private static final Pattern CLIENT =
            Pattern.compile("((?:[\\w./-]{1,128}\\(\\d{1,9}\\): )?(?:\\(\\d{1,9}\\)[^\\[\\n]{1,256}: )?)"
                    + "\\[(?:client|remote) ([^\\s]{1,256}?)\\] ");

    private static final Pattern REFERRER = Pattern.compile(", referer: (\\S+)$");

    private static final int MIN_LENGTH = "[Sun Nov 29 15:20:54 2026] [info] ".length();

    String time;
    String module;
    String level;
    String processId;
    String threadId;
    String client;
    String port;
    String text;
    String referrer;

    boolean scan(byte[] line, int from, int to) {
        if (to - from < MIN_LENGTH || line[from] != '[' || line[from + 4] != ' ') {
            return false;
        }
        String all = new String(line, from, to - from, StandardCharsets.UTF_8);
        Matcher head = HEAD.matcher(all);
        if (!head.lookingAt()) {
            return false;
        }
        time = head.group(1);
        module = head.group(2);
        level = head.group(3);
        processId = head.group(4);
        threadId = head.group(5);
        text = all.substring(head.end());
        client = null;
        port = null;
        Matcher itsClient = CLIENT.matcher(text);
        if (itsClient.lookingAt()) {
            splitPort(itsClient.group(2));
            text = itsClient.group(1) + text.substring(itsClient.end());
        }
        Matcher itsReferrer = REFERRER.matcher(text);
        referrer = itsReferrer.find() ? itsReferrer.group(1) : null;
        return true;
    }

    /** The port is behind the last colon, for addresses of version 6 too, which have no brackets; 0 is none. */
    private void splitPort(String value) {
        int colon = value.lastIndexOf(':');
        boolean digits = colon > 0 && value.substring(colon + 1).matches("\\d{1,5}");
        boolean single = colon == value.indexOf(':');
        if (digits && (single || module != null && isAddress(value.substring(0, colon)))) {
            client = value.substring(0, colon);
            port = value.substring(colon + 1).equals("0") ? null : value.substring(colon + 1);
        } else {
            client = value;
        }
    }

    private static boolean isAddress(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return IpAddress.parse(bytes, 0, bytes.length) != null;
    }
}
