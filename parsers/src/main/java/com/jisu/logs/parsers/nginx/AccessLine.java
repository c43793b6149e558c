package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.json.Ascii;
import com.jisu.logs.parsers.time.HttpDate;
import com.jisu.logs.parsers.time.LocalZone;
import com.jisu.logs.parsers.time.LogTime;
import com.jisu.logs.parsers.time.Moment;

/**
 * Finds the parts of a line in the combined access format, which is what grok's COMBINEDAPACHELOG matches. It is not
 * anchored: there may be text before the client's address and after the user agent.
 *
 * <p>Linear in the line's length: each part is read once, and what a hostile line can make it try again is tried a
 * bounded number of times.
 *
 * <p>The two schemas stand for two versions of the pattern. Logstash's older one allows nothing but users of certain
 * characters, and quotes referrer and user agent with escapes; the ECS one takes any text up to the next quote.
 */
public final class AccessLine {

    /** Dates in brackets, and ends of the request, that are tried. */
    private static final int MAX_TRIES = 16;

    /** Characters between brackets that may be a time. */
    private static final int MAX_TIME = 40;

    private final AccessHead head;
    final Part client;
    final Part port;
    final Part ident;
    final Part user;

    /** All of the clients, where the line has a list of them. */
    final Part clients;

    final Part time = new Part();
    final RequestLine request;

    /** The server that was asked, by the request or else in front of the client. */
    final Part domain = new Part();

    final Part domainPort = new Part();

    /** All of the request where it is none of HTTP. */
    final Part rawRequest = new Part();

    final Part status = new Part();
    final Part bytes = new Part();
    final Part referrer = new Part();
    final Part agent = new Part();
    final Part rest = new Part();

    private final HttpDate date = new HttpDate();
    private final LogTime otherTime = new LogTime();
    private final Moment other = new Moment();
    private boolean inOtherForm;

    private final boolean strict;
    private byte[] line;
    private int end;

    public AccessLine(Schema schema) {
        this.strict = schema == Schema.LOGSTASH;
        this.request = new RequestLine(schema);
        this.head = new AccessHead(strict);
        this.client = head.client.address;
        this.port = head.client.port;
        this.ident = head.ident;
        this.user = head.user;
        this.clients = head.clients;
    }

    /** Whether the line is in the format; if so the parts are set. */
    public boolean scan(byte[] text, int from, int to) {
        line = text;
        end = to;
        int tries = 0;
        for (int i = from + 1; i < to && tries < MAX_TRIES; i++) {
            if (text[i] != '[' || text[i - 1] != ' ') {
                continue;
            }
            int after = timeEnd(i + 1);
            if (after < 0 || !at(after, ']') || !at(after + 1, ' ') || !at(after + 2, '"')) {
                continue;
            }
            tries++;
            time.set(i + 1, after);
            if (head.scan(text, from, i - 1) && scanAfter(after + 3)) {
                clearDashes();
                takeDomain(request.authority.host.isPresent() ? request.authority : head.server);
                return true;
            }
        }
        return false;
    }

    /** Reads who asked, by the line that was scanned. */
    void readClient(Client into) {
        into.read(line, head.client);
    }

    private void takeDomain(Authority authority) {
        domain.set(authority.host.from, authority.host.to);
        domainPort.set(authority.port.from, authority.port.to);
    }

    /** Takes a server that the line names elsewhere, if it does not yet; false if it is none. */
    boolean takeServer(int from, int to) {
        if (domain.isPresent()) {
            return false;
        }
        boolean is = head.server.scanHost(line, from, to);
        takeDomain(head.server);
        return is;
    }

    /** Behind the time that begins here; -1 if none does. */
    private int timeEnd(int from) {
        inOtherForm = false;
        int after = date.scan(line, from, end);
        if (after >= 0 || strict || from >= end || line[from] < '0' || line[from] > '9') {
            return after;
        }
        int bracket = from;
        while (bracket < end && bracket - from < MAX_TIME && line[bracket] != ']') {
            bracket++;
        }
        inOtherForm = at(bracket, ']') && otherTime.parse(line, from, bracket, LocalZone.UTC, other);
        return inOtherForm ? bracket : -1;
    }

    /** Puts the time of the line that was scanned; false if there is no such time, such as on February 30th. */
    boolean getTime(Moment into) {
        if (!inOtherForm) {
            return date.get(into);
        }
        into.set(other);
        return true;
    }

    /** In ECS a part is missing where there is a dash for nothing, or empty quotes for a user. */
    private void clearDashes() {
        if (!strict) {
            if (user.length() == 2 && line[user.from] == '"' && line[user.from + 1] == '"') {
                user.clear();
            }
            clearDash(user);
            clearDash(referrer);
            clearDash(agent);
        }
    }

    private void clearDash(Part part) {
        if (part.isEmpty() || part.length() == 1 && line[part.from] == '-') {
            part.clear();
        }
    }

    private boolean at(int i, char c) {
        return i < end && line[i] == c;
    }

    /** The request ends at the first quote after which the rest of the line is in the format. */
    private boolean scanAfter(int requestFrom) {
        int tries = 0;
        for (int quote = requestFrom; quote < end && tries < MAX_TRIES; quote++) {
            if (line[quote] != '"') {
                continue;
            }
            int next = numbers(quote + 1);
            if (next < 0) {
                continue;
            }
            tries++;
            if (strict ? quotedStrings(next) : next > end ? nothing() : texts(next)) {
                scanRequest(requestFrom, quote);
                return true;
            }
        }
        return false;
    }

    private void scanRequest(int from, int to) {
        request.scan(line, from, to);
        rawRequest.clear();
        if (!request.method.isPresent() && (!strict || to > from)) {
            rawRequest.set(from, to);
        }
    }

    /** Reads {@code  200 5316 }; gives the offset after it, one beyond the line where it ends there, or -1. */
    private int numbers(int from) {
        if (!at(from, ' ')) {
            return -1;
        }
        int statusTo = number(from + 1, status);
        if (!at(statusTo, ' ')) {
            return -1;
        }
        int bytesTo = number(statusTo + 1, bytes);
        boolean common = !strict && bytesTo <= end && isBlank(bytesTo);
        return common ? end + 1 : at(bytesTo, ' ') ? bytesTo + 1 : -1;
    }

    private boolean isBlank(int from) {
        int i = from;
        while (i < end && (line[i] == ' ' || line[i] == '\r' || line[i] == '\n')) {
            i++;
        }
        return i >= end;
    }

    /** The common format has nothing behind the bytes. */
    private boolean nothing() {
        referrer.clear();
        agent.clear();
        rest.set(end, end);
        return true;
    }

    private int number(int from, Part into) {
        into.clear();
        if (at(from, '-') && (at(from + 1, ' ') || !strict && isBlank(from + 1))) {
            return from + 1;
        }
        int i = from;
        if (i < end && (line[i] == '+' || line[i] == '-')) {
            i++;
        }
        int digits = digits(i);
        if (strict && at(digits, '.') && digits(digits + 1) > digits + 1) {
            digits = digits(digits + 1);
        }
        if (digits == i) {
            return end + 1;
        }
        boolean tooLong = !strict && digits - i > 18; // no field of the index takes it, but the line is one
        if (!tooLong) {
            into.set(from, digits);
        }
        return digits;
    }

    private int digits(int from) {
        return Ascii.afterDigits(line, from, end);
    }

    /** Grok's QS, twice: quoted by any of three characters, which a backslash escapes. The parts hold the quotes. */
    private boolean quotedStrings(int from) {
        int referrerTo = quotedString(from);
        if (!at(referrerTo, ' ')) {
            return false;
        }
        int agentTo = quotedString(referrerTo + 1);
        if (agentTo > end) {
            return false;
        }
        referrer.set(from, referrerTo);
        agent.set(referrerTo + 1, agentTo);
        rest.set(agentTo, end);
        return true;
    }

    /** The offset after the quoted string, or one that is beyond the line. */
    private int quotedString(int from) {
        int none = end + 1;
        if (from >= end) {
            return none;
        }
        byte quote = line[from];
        if (quote != '"' && quote != '\'' && quote != '`') {
            return none;
        }
        int i = from + 1;
        while (i < end && line[i] != quote) {
            i += line[i] == '\\' ? 2 : 1;
        }
        return i < end ? i + 1 : none;
    }

    /** Any text up to {@code " "}, then any text up to the next quote; where there are such, quotes without a backslash. */
    private boolean texts(int from) {
        if (!at(from, '"')) {
            return false;
        }
        int referrerEnd = referrerEnd(from + 1);
        int agentEnd = referrerEnd < 0 ? -1 : agentEnd(referrerEnd + 3);
        if (agentEnd < 0) {
            return false;
        }
        referrer.set(from + 1, referrerEnd);
        agent.set(referrerEnd + 3, agentEnd);
        rest.set(agentEnd + 1, end);
        return true;
    }

    private int referrerEnd(int from) {
        int escaped = -1;
        for (int i = from; i + 2 < end; i++) {
            if (line[i] == '"' && line[i + 1] == ' ' && line[i + 2] == '"') {
                if (!isEscaped(from, i)) {
                    return i;
                }
                escaped = escaped < 0 ? i : escaped;
            }
        }
        return escaped;
    }

    private int agentEnd(int from) {
        int escaped = -1;
        for (int i = from; i < end; i++) {
            if (line[i] == '"') {
                if (!isEscaped(from, i)) {
                    return i;
                }
                escaped = escaped < 0 ? i : escaped;
            }
        }
        return escaped;
    }

    private boolean isEscaped(int from, int quote) {
        int backslash = quote;
        while (backslash > from && line[backslash - 1] == '\\') {
            backslash--;
        }
        return (quote - backslash & 1) == 1;
    }
}
