package com.jisu.logs.records;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The files of the project's {@code index-templates} folder, byte for byte.
 *
 * <p>They are here because two roles need them: the sink installs them, and streams decides by the mappings which
 * fields hold objects.
 */
public final class IndexTemplates {

    private static final String FOLDER = "/index-templates/";

    private IndexTemplates() {}

    /** The mappings of all daily indices: what they store each field as. */
    public static byte[] mappings() {
        return read("component-templates/jisu-logs-mappings.json");
    }

    /**
     * The bytes of one file.
     *
     * @param path relative to the folder, such as {@code component-templates/jisu-logs-mappings.json}
     * @throws IllegalArgumentException if there is no such file
     */
    public static byte[] read(String path) {
        try (InputStream in = IndexTemplates.class.getResourceAsStream(FOLDER + path)) {
            if (in == null) {
                throw new IllegalArgumentException("no file " + path + " in index-templates");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read index-templates/" + path, e);
        }
    }
}
