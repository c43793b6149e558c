package com.jisu.logs.sink;

import com.jisu.logs.sink.api.SinkSettings;
import com.jisu.logs.sink.elasticsearch.ElasticsearchConnection;
import com.jisu.logs.sink.elasticsearch.TemplateSetup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Prepares a cluster without a sink: the templates and the lifecycle policy that the sink itself installs at its start.
 * Used by one thread.
 */
public final class ElasticsearchSetup implements AutoCloseable {

    private final ElasticsearchConnection elasticsearch;
    private final TemplateSetup templates;

    private ElasticsearchSetup(ElasticsearchConnection elasticsearch, SinkSettings settings) {
        this.elasticsearch = elasticsearch;
        this.templates = new TemplateSetup(elasticsearch, settings.indexMode(), settings.indexPatterns());
    }

    /**
     * Connects when it is first asked for something.
     *
     * @throws IllegalArgumentException if a setting is unusable, naming its configuration key
     */
    public static ElasticsearchSetup of(SinkSettings settings) {
        return new ElasticsearchSetup(ElasticsearchConnection.to(settings), settings);
    }

    /** The kind of server that answered last, as its users call it. */
    public String serverName() {
        return templates.server().name();
    }

    /** What keeps the cluster from being used, for a person; nothing where it answers and is new enough. */
    public Optional<String> problem() {
        try {
            templates.checkVersion();
            return Optional.empty();
        } catch (TemplateSetup.NotReadyException e) {
            return Optional.of(e.getMessage());
        }
    }

    /**
     * Installs what is missing or older; what is as new or newer stays.
     *
     * @return what it changed, a line for each; empty where everything was there
     * @throws IOException if the cluster does not answer or refuses; the message is one line for the operator
     */
    public List<String> install() throws IOException {
        try {
            return templates.run();
        } catch (TemplateSetup.NotReadyException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            elasticsearch.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the connection to Elasticsearch did not close", e);
        }
    }
}
