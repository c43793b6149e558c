package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.geoip.IpAddress;
import com.jisu.logs.parsers.geoip.IpSuffix;
import com.jisu.logs.parsers.json.Ascii;
import com.jisu.logs.parsers.time.HttpDate;

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

    final Part client = new Part();
    final Part port = new Part();
    final Part ident = new Part();
    final Part user = new Part();
    final Part time = new Part();
    final RequestLine request = new RequestLine();

    /** All of the request where it is none of HTTP. */
    final Part rawRequest = new Part();

    final Part status = new Part();
    final Part bytes = new Part();
    final Part referrer = new Part();
    final Part agent = new Part();
    final Part rest = new Part();
    final HttpDate date = new HttpDate();

    private final boolean strict;
    private byte[] line;
    private int start;
    private int end;

    public AccessLine(Schema schema) {
        this.strict = schema == Schema.LOGSTASH;
    }

    /** Whether the line is in the format; if so the parts are set. */
    public boolean scan(byte[] text, int from, int to) {
        line = text;
        start = from;
        end = to;
        int tries = 0;
        for (int i = from + 1; i < to && tries < MAX_TRIES; i++) {
            if (text[i] != '[' || text[i - 1] != ' ') {
                continue;
            }
            int after = date.scan(text, i + 1, to);
            if (after < 0 || !at(after, ']') || !at(after + 1, ' ') || !at(after + 2, '"')) {
                continue;
            }
            tries++;
            time.set(i + 1, after);
            if (scanBefore(i - 1) && scanAfter(after + 3)) {
                clearDashes();
                return true;
            }
        }
        return false;
    }

    /** In ECS a part is missing where nginx writes a dash for nothing. */
    private void clearDashes() {
        if (!strict) {
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

    /** Client, identity and user are the three words before the date. */
    private boolean scanBefore(int userEnd) {
        // An address and a dash at the begin are nginx's own, however much like another client the user's name looks.
        final boolean clientFirst = !strict && scanUserWithSpaces(userEnd);
        if (clientFirst && IpAddress.parse(line, client.from, client.to) != null) {
            return true;
        }
        int userFrom = wordFrom(userEnd);
        int identEnd = userFrom - 1;
        int identFrom = wordFrom(identEnd);
        int clientEnd = identFrom - 1;
        int clientFrom = wordFrom(clientEnd);
        boolean words = clientEnd > clientFrom && identEnd > identFrom && userEnd > userFrom;
        boolean noIdentity = identEnd - identFrom == 1 && line[identFrom] == '-';
        if (clientFirst && !(words && noIdentity)) {
            return true;
        }
        if (!words || !client(clientFrom, clientEnd)) {
            return false;
        }
        ident.set(identFrom, identEnd);
        user.set(userFrom, userEnd);
        return !strict || isUser(ident) && isUser(user);
    }

    /** nginx writes the user as the browser sent it: {@code 8.8.8.8 - frank smith [}. */
    private boolean scanUserWithSpaces(int userEnd) {
        int clientEnd = start;
        while (clientEnd < userEnd && line[clientEnd] != ' ') {
            clientEnd++;
        }
        int userFrom = clientEnd + 3;
        if (userFrom >= userEnd
                || line[clientEnd + 1] != '-'
                || line[clientEnd + 2] != ' '
                || !client(start, clientEnd)) {
            return false;
        }
        ident.set(clientEnd + 1, clientEnd + 2);
        user.set(userFrom, userEnd);
        return true;
    }

    private int wordFrom(int wordEnd) {
        int from = wordEnd;
        while (from > start && line[from - 1] != ' ') {
            from--;
        }
        return from;
    }

    /** Takes the address or name at the word's end, as an unanchored pattern does, and the port away from it. */
    private boolean client(int from, int to) {
        port.clear();
        if (from == to) {
            return false;
        }
        if (!strict && to - from >= 5 && line[to - 1] == ':' && isUnix(from, to)) {
            client.set(from, to);
            return true;
        }
        int colon = to - 1;
        while (colon > from && line[colon] >= '0' && line[colon] <= '9') {
            colon--;
        }
        if (line[colon] == ':' && colon < to - 1 && to - colon <= 6) {
            boolean bracketed = line[colon - 1 < from ? from : colon - 1] == ']';
            int addressFrom = bracketed ? bracket(from, colon - 1) : IpSuffix.from4(line, from, colon);
            if (addressFrom >= 0) {
                client.set(addressFrom, bracketed ? colon - 1 : colon);
                port.set(colon + 1, to);
                return true;
            }
        }
        int found = IpSuffix.from(line, from, to);
        if (found < 0) {
            return false;
        }
        client.set(found, to);
        return true;
    }

    private boolean isUnix(int from, int to) {
        return to - from == 5
                && line[from] == 'u'
                && line[from + 1] == 'n'
                && line[from + 2] == 'i'
                && line[from + 3] == 'x';
    }

    private int bracket(int from, int to) {
        for (int i = from; i < to; i++) {
            if (line[i] == '[') {
                return IpAddress.parse(line, i + 1, to) == null ? -1 : i + 1;
            }
        }
        return -1;
    }

    /** Grok's USER, or its EMAILADDRESS, whose first part is {@code [a-zA-Z][a-zA-Z0-9_.+-=:]+}, with a range in it. */
    private boolean isUser(Part part) {
        int i = part.from;
        while (i < part.to && isUserCharacter(line[i])) {
            i++;
        }
        if (i == part.to) {
            return true;
        }
        i = part.from;
        while (i < part.to && (Ascii.isWord(line[i]) || line[i] >= '+' && line[i] <= '=')) {
            i++;
        }
        boolean letter = (line[part.from] | 0x20) >= 'a' && (line[part.from] | 0x20) <= 'z';
        return letter && i > part.from + 1 && i < part.to && at(i, '@') && IpSuffix.isHostName(line, i + 1, part.to);
    }

    private static boolean isUserCharacter(byte b) {
        return Ascii.isWord(b) || b == '.' || b == '-';
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
            if (strict ? quotedStrings(next) : texts(next)) {
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

    /** Reads {@code  200 5316 }; gives the offset after it, or -1. */
    private int numbers(int from) {
        if (!at(from, ' ')) {
            return -1;
        }
        int statusTo = number(from + 1, status);
        if (!at(statusTo, ' ')) {
            return -1;
        }
        int bytesTo = number(statusTo + 1, bytes);
        return at(bytesTo, ' ') ? bytesTo + 1 : -1;
    }

    private int number(int from, Part into) {
        into.clear();
        if (at(from, '-') && at(from + 1, ' ')) {
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
            return end;
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

    /** Any text up to {@code " "}, then any text up to the next quote. */
    private boolean texts(int from) {
        if (!at(from, '"')) {
            return false;
        }
        int i = from + 1;
        while (i + 2 < end && !(line[i] == '"' && line[i + 1] == ' ' && line[i + 2] == '"')) {
            i++;
        }
        int agentFrom = i + 3;
        int agentTo = agentFrom;
        while (agentTo < end && line[agentTo] != '"') {
            agentTo++;
        }
        if (agentTo >= end) {
            return false;
        }
        referrer.set(from + 1, i);
        agent.set(agentFrom, agentTo);
        rest.set(agentTo + 1, end);
        return true;
    }
}
