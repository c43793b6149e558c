package com.jisu.logs.streams;

import com.jisu.logs.parsers.ParserSettings;
import com.jisu.logs.parsers.ReferenceData;
import com.jisu.logs.records.IndexTemplates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The parsers' defaults, with the project's own mappings and the embedded databases, which are read once for all tests. */
final class ParserFixture {

    static final ParserSettings DEFAULTS = defaults();

    private ParserFixture() {}

    private static ParserSettings defaults() {
        try {
            return ParserSettings.defaults(ReferenceData.open(IndexTemplates.mappings(), List.of(), List.of(), 100));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
