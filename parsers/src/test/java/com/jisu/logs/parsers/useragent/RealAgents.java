package com.jisu.logs.parsers.useragent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/** The user agents of uap-core's test cases, and others made of them. */
final class RealAgents {

    private static final List<String> LOCALES = List.of("en-US", "de_DE", "zh-cn", "pt-BR", "ko;", "fr");
    private static final List<String> CLIENTS = List.of(
            " [FBAN/FBIOS;FBAV/", " Instagram ", " GSA/", " MicroMessenger/", " Line/", " EdgA/", " OPR/", " bot/");
    private static final String ODD = "\u0000\t\n\r\u0085\u2028$\\()[]{}*+?|^;/ äßİıKſ漢\uD83D\uDE00\uD83D";

    private final List<String> agents = read();
    private final Random random;

    RealAgents(Random random) {
        this.random = random;
    }

    private static List<String> read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(RealAgents.class.getResourceAsStream("/useragent/uap-core-agents.txt.gz")),
                StandardCharsets.UTF_8))) {
            return in.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> all() {
        return agents;
    }

    String next() {
        return agents.get(random.nextInt(agents.size()));
    }

    /** One with some other versions, ids, words, case or characters, or cut off, or put together of two. */
    String changed() {
        String agent = next();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            agent = changed(agent);
        }
        return agent;
    }

    private String changed(String agent) {
        int at = random.nextInt(agent.length() + 1);
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> otherDigits(agent);
            case 3 -> agent.substring(0, at) + " " + Long.toHexString(random.nextLong()) + agent.substring(at);
            case 4 -> agent.replaceFirst("[a-z]{2}[-_][A-Z]{2}", any(LOCALES));
            case 5 -> agent + any(CLIENTS) + random.nextInt(100) + "." + random.nextInt(10);
            case 6 -> agent.substring(0, at);
            case 7 -> agent.substring(at);
            case 8 -> agent.substring(0, at) + next();
            case 9 -> agent.toUpperCase(Locale.ROOT);
            case 10 -> agent.toLowerCase(Locale.ROOT);
            default -> agent.substring(0, at) + ODD.charAt(random.nextInt(ODD.length())) + agent.substring(at);
        };
    }

    private String otherDigits(String agent) {
        StringBuilder other = new StringBuilder(agent);
        for (int i = 0; i < other.length(); i++) {
            if (Character.isDigit(other.charAt(i)) && random.nextInt(4) == 0) {
                other.setCharAt(i, (char) ('0' + random.nextInt(10)));
            }
        }
        return other.toString();
    }

    private String any(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
