package com.jisu.logs.parsers.document;

import com.jisu.logs.parsers.json.Leaf;

/** The {@code event.dataset} of lines of one type that neither the event nor a rule has named another for. Immutable. */
public final class Dataset {

    private final Leaf name;

    public Dataset(String name) {
        this.name = Leaf.text(name);
    }

    /** Puts it into a document of schema ECS, where that has none. */
    public void put(Document document) {
        if (!document.has(Field.EVENT_DATASET)) {
            document.rule(Rule.DATASET);
            document.set(Field.EVENT_DATASET, name);
            document.makes(name, null);
        }
    }
}
