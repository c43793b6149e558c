package com.jisu.logs.app.logstash;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The files of a configuration, in the order in which Logstash puts them together. */
public final class ConfigurationFiles {

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private ConfigurationFiles() {}

    /** A file and what is in it. */
    public record Part(String file, String text) {}

    /**
     * Reads files, and those of folders, in the order of their names.
     *
     * @throws IOException if one can not be read, is no text in UTF-8, or there is none
     */
    public static List<Part> read(List<Path> filesAndFolders) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path each : filesAndFolders) {
            if (!Files.isDirectory(each)) {
                files.add(each);
                continue;
            }
            try (Stream<Path> inside = Files.list(each)) {
                inside.filter(ConfigurationFiles::isRead).forEach(files::add);
            }
        }
        if (files.isEmpty()) {
            throw new IOException("there is no file in " + filesAndFolders.get(0));
        }
        files.sort(Comparator.comparing(Path::toString));
        List<Part> parts = new ArrayList<>();
        for (Path file : files) {
            parts.add(new Part(file.toString(), text(file)));
        }
        return parts;
    }

    /** Logstash passes over hidden files, and those that editors leave. */
    private static boolean isRead(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file) && !name.startsWith(".") && !name.endsWith("~");
    }

    private static String text(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new IOException(file + " is no text in UTF-8", e);
        }
        return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    }
}
