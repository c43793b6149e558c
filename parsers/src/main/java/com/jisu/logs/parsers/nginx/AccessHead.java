package com.jisu.logs.parsers.nginx;

import com.jisu.logs.parsers.geoip.IpSuffix;
import com.jisu.logs.parsers.json.Ascii;

/**
 * What stands in front of the time of an access line: client, identity and user as a rule, and perhaps the name of the server in
 * front of them. There may be any text before that.
 */
final class AccessHead {

    final ClientAddress client;
    final Part ident = new Part();
    final Part user = new Part();

    /** All of the clients, where the line has more than one of them. */
    final Part clients = new Part();

    /** The server that was asked. */
    final Authority server = new Authority();

    private final boolean strict;
    private byte[] line;
    private int start;

    AccessHead(boolean strict) {
        this.strict = strict;
        this.client = new ClientAddress(strict);
    }

    /** @param userEnd where the blank in front of the time stands */
    boolean scan(byte[] text, int from, int userEnd) {
        line = text;
        start = from;
        clients.clear();
        server.clear();
        if (strict) {
            return scanWords(userEnd) && isUser(ident) && isUser(user);
        }
        // An address and a dash at the begin are the server's own, however much like another client the user's name
        // looks.
        final boolean clientFirst = scanClientAndUser(from, userEnd);
        if (clientFirst && (client.ip() != null || isListOfClients())) {
            return true;
        }
        final int hostEnd = wordEnd(from, userEnd);
        if (scanClientAndUser(hostEnd + 1, userEnd) && client.ip() != null && server.scanHost(line, from, hostEnd)) {
            return true;
        }
        if (scanClientFirstOrWords(clientFirst, userEnd)) {
            takeServer(hostEnd);
            return true;
        }
        return false;
    }

    /** Whether there are several, of which none is an address, but known to be a client. */
    private boolean isListOfClients() {
        return !clients.isEmpty() && ForwardedFor.list(line, clients.from, clients.to) != null;
    }

    private boolean scanClientFirstOrWords(boolean clientFirst, int userEnd) {
        clients.clear();
        boolean words = scanWords(userEnd);
        boolean noIdentity = words && ident.length() == 1 && line[ident.from] == '-';
        return clientFirst && !noIdentity ? scanClientAndUser(start, userEnd) : words;
    }

    /** One word in front of the client, if it is a host, is the server. */
    private void takeServer(int hostEnd) {
        int clientFrom = client.address.from;
        boolean second = clientFrom == hostEnd + 1 || clientFrom == hostEnd + 2 && line[hostEnd + 1] == '[';
        if (!second || !server.scanHost(line, start, hostEnd)) {
            server.clear();
        }
    }

    /** Client, identity and user are the three words before the time. */
    private boolean scanWords(int userEnd) {
        int userFrom = wordFrom(userEnd);
        int identEnd = userFrom - 1;
        int identFrom = wordFrom(identEnd);
        int clientEnd = identFrom - 1;
        int clientFrom = wordFrom(clientEnd);
        boolean words = clientEnd > clientFrom && identEnd > identFrom && userEnd > userFrom;
        if (!words || !client.scan(line, clientFrom, clientEnd)) {
            return false;
        }
        ident.set(identFrom, identEnd);
        user.set(userFrom, userEnd);
        return true;
    }

    /** A user is written as the browser sent it, or as nothing at all: {@code 8.8.8.8 - frank smith [}. */
    private boolean scanClientAndUser(int from, int userEnd) {
        int clientEnd = clientsEnd(from, userEnd);
        int userFrom = clientEnd + 3;
        if (userFrom > userEnd
                || line[clientEnd + 1] != '-'
                || line[clientEnd + 2] != ' '
                || !client.scanList(line, from, clientEnd)) {
            return false;
        }
        clients.set(client.list.from, client.list.to);
        int listEnd = listInBracketsEnd(userFrom, userEnd);
        if (listEnd > 0) {
            clients.set(userFrom + 1, listEnd);
            userFrom = Math.min(listEnd + 4, userEnd);
        }
        ident.set(clientEnd + 1, clientEnd + 2);
        user.set(userFrom, userEnd);
        return true;
    }

    /** Behind the last of a list of clients, or of the only one. */
    private int clientsEnd(int from, int to) {
        int end = wordEnd(from, to);
        while (end > from && end < to && line[end - 1] == ',') {
            end = wordEnd(end + 1, to);
        }
        return end;
    }

    /** Where the bracket is that ends a list of addresses, if a dash and the user come behind it; else -1. */
    private int listInBracketsEnd(int from, int to) {
        if (from >= to || line[from] != '[') {
            return -1;
        }
        int end = from + 1;
        while (end < to && line[end] != ']') {
            end++;
        }
        boolean behind = to - end >= 3 && line[end + 1] == ' ' && line[end + 2] == '-';
        return behind && ForwardedFor.list(line, from + 1, end) != null ? end : -1;
    }

    private int wordEnd(int from, int to) {
        int end = from;
        while (end < to && line[end] != ' ') {
            end++;
        }
        return end;
    }

    private int wordFrom(int wordEnd) {
        int from = wordEnd;
        while (from > start && line[from - 1] != ' ') {
            from--;
        }
        return from;
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
        return letter
                && i > part.from + 1
                && i < part.to
                && line[i] == '@'
                && IpSuffix.isHostName(line, i + 1, part.to);
    }

    private static boolean isUserCharacter(byte b) {
        return Ascii.isWord(b) || b == '.' || b == '-';
    }
}
