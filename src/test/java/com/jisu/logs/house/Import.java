package com.jisu.logs.house;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A class of the project that a source names by its whole name, in an {@code import} line or elsewhere. That shows what compiled classes
 * do not: constants, whose values compilers copy, and names in comments only.
 */
record Import(Path source, String packageName, String className) {

    private static final Pattern WHOLE_NAME =
            Pattern.compile(Pattern.quote(Plan.ROOT) + "((?:[a-z]\\w*\\.)+)([A-Z]\\w*|\\*)");

    static List<Import> of(Collection<Path> sources) throws IOException {
        List<Import> imports = new ArrayList<>();
        for (Path source : sources) {
            Matcher name = WHOLE_NAME.matcher(Files.readString(source));
            while (name.find()) {
                String room = name.group(1);
                imports.add(new Import(source, Plan.ROOT + room.substring(0, room.length() - 1), name.group(2)));
            }
        }
        return imports;
    }

    String name() {
        return packageName + '.' + className;
    }
}
