package com.jisu.logs.parsers.rules;

import com.jisu.logs.parsers.api.Delivery;
import com.jisu.logs.parsers.api.ParsedEvent;
import com.jisu.logs.parsers.api.ParserLimits;
import com.jisu.logs.parsers.api.RuleResult;
import com.jisu.logs.parsers.api.Schema;
import com.jisu.logs.parsers.document.Explanation;
import com.jisu.logs.parsers.document.FieldTypes;
import com.jisu.logs.parsers.json.JsonObject;
import com.jisu.logs.parsers.json.KeyTable;
import com.jisu.logs.parsers.tree.EventTree;
import com.jisu.logs.parsers.tree.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs rules over what the parsers made. One for each thread. */
public final class RuleRunner {

    private final RuleSet rules;
    private final TreeDocuments documents;
    private final Run run = new Run(null);

    /** What an event came to, to be delivered. */
    private record Entry(EventTree tree, JsonObject root, String id, Delivery delivery) {}

    /** @param keys those of the parser, whose documents are changed as they are */
    public RuleRunner(RuleSet rules, Schema schema, FieldTypes types, ParserLimits limits, KeyTable keys) {
        this.rules = rules;
        this.documents = new TreeDocuments(schema, types, limits, keys);
    }

    /**
     * The documents of an event behind all steps; empty if it was dropped.
     *
     * @param base what the parsers made of it
     * @param root the members of its document where that is not written; else null
     * @param event what the shipper sent
     */
    public List<ParsedEvent> documents(ParsedEvent base, JsonObject root, byte[] event, long arrivalMillis) {
        List<Entry> entries = entries(base, root, event, arrivalMillis, run);
        if (entries.size() == 1 && base.isFinished() && !entries.get(0).tree.isChanged()) {
            return List.of(base); // conditions were asked, and that was all
        }
        List<ParsedEvent> made = new ArrayList<>(1);
        for (Entry each : entries) {
            made.add(documents.document(each.root, base, each.id, each.delivery, arrivalMillis));
        }
        return made;
    }

    /** The same before the documents are placed in an index. */
    public List<RuleResult> results(ParsedEvent base, JsonObject root, byte[] event, long arrivalMillis) {
        List<RuleResult> results = new ArrayList<>();
        for (Entry each : entries(base, root, event, arrivalMillis, run)) {
            byte[] json = documents.json(each.root);
            long time = documents
                    .document(each.root, base, each.id, each.delivery, arrivalMillis)
                    .time();
            results.add(new RuleResult(json, time, each.delivery));
        }
        return results;
    }

    /**
     * A document, explained.
     *
     * @param fields its fields with dots, and their JSON
     * @param steps by the names of fields, the step that made or changed one last
     */
    public record Explained(Map<String, String> fields, Map<String, String> steps) {}

    /** The documents of an event behind all steps, explained. */
    public List<Explained> explain(ParsedEvent base, byte[] event, long arrivalMillis) {
        Explaining explaining = new Explaining();
        List<Explained> all = new ArrayList<>();
        List<Entry> entries = entries(base, null, event, arrivalMillis, new Run(explaining));
        for (Entry each : entries) {
            Map<String, String> steps = explaining.steps(each.tree);
            byte[] document = documents
                    .document(each.root, base, each.id, each.delivery, arrivalMillis)
                    .document();
            all.add(new Explained(Explanation.fields(Values.object(document)), steps));
        }
        return all;
    }

    private List<Entry> entries(ParsedEvent base, JsonObject root, byte[] event, long arrivalMillis, Run how) {
        EventTree tree = documents.tree(base, root, rules.asksMetadata() ? event : null, arrivalMillis);
        if (how.trace() != null) {
            how.trace().begin(tree);
        }
        List<Entry> entries = new ArrayList<>(1);
        for (EventTree each : rules.run(tree, base.logType(), how)) {
            add(each, entries);
        }
        return entries;
    }

    /** What was sent of an event while it went on, and the event itself unless it was dropped then. */
    private static void add(EventTree tree, List<Entry> entries) {
        int sent = 0;
        for (EventTree.Delivered each : tree.delivered()) {
            entries.add(new Entry(tree, each.root(), id(tree, each.delivery(), sent), each.delivery()));
            sent++;
        }
        if (!tree.isDropped()) {
            entries.add(new Entry(tree, tree.root(), id(tree, tree.delivery(), sent), tree.delivery()));
        }
    }

    /** No copy of an event has such an id: theirs go on with a hyphen. */
    private static String id(EventTree tree, Delivery delivery, int sent) {
        if (delivery.id() != null) {
            return delivery.id();
        }
        return sent == 0 ? tree.id() : tree.id() + "." + sent;
    }
}
