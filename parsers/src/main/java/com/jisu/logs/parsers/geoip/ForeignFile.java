package com.jisu.logs.parsers.geoip;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Tells what a file is that is no database, by its first bytes, and what to do with it. */
final class ForeignFile {

    private static final int LOOKED_AT = 1024;
    private static final int SHOWN = 60;
    private static final int TAR_WORD = 257;

    private ForeignFile() {}

    /** The second half of a sentence about the file; empty if it may be a database. */
    static Optional<String> said(byte[] file) {
        if (file.length == 0) {
            return Optional.of("it is empty");
        }
        String begin = new String(file, 0, Math.min(file.length, LOOKED_AT), StandardCharsets.ISO_8859_1);
        if (begin.startsWith("PK\u0003\u0004")) {
            return Optional.of("it is a zip archive; unpack the .mmdb that is in it");
        }
        if (begin.startsWith("ustar", TAR_WORD)) {
            return Optional.of("it is a tar archive (.tar, .tar.gz); unpack the .mmdb that is in it");
        }
        if (begin.startsWith("\u00FD7zXZ") || begin.startsWith("BZh") || begin.startsWith("(\u00B5/\u00FD")) {
            return Optional.of("it is compressed, but not by gzip; unpack it");
        }
        return isText(begin) ? Optional.of(ofText(begin)) : Optional.empty();
    }

    private static boolean isText(String begin) {
        return begin.chars().allMatch(c -> c >= ' ' && c != 0x7F || c == '\t' || c == '\r' || c == '\n');
    }

    private static String ofText(String begin) {
        String text = begin.strip();
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("<!doctype html") || lower.startsWith("<html") || lower.startsWith("<?xml")) {
            return "it is a page of HTML, as a download that failed leaves it; download the .mmdb again";
        }
        String line = text.lines().findFirst().orElse("");
        if (!line.startsWith("{") && line.chars().filter(c -> c == ',').count() >= 2) {
            return "it is a CSV; take the same database as .mmdb";
        }
        String shown = line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line;
        return "it is a text (" + shown.replaceAll("[^ -~…]", "?")
                + "), as a download that failed leaves it; download the .mmdb again";
    }
}
