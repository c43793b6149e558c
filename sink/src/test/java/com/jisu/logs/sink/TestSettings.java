package com.jisu.logs.sink;

import com.jisu.logs.embedded.NodeKind;
import com.jisu.logs.records.IndexTemplates;
import com.jisu.logs.servers.TestServer;
import com.jisu.logs.sink.api.SinkSettings;
import com.jisu.logs.sink.api.SinkSettings.Access;
import com.jisu.logs.sink.api.SinkSettings.Batch;
import com.jisu.logs.sink.api.SinkSettings.IndexMode;
import com.jisu.logs.sink.api.TlsFiles;
import com.jisu.logs.sink.elasticsearch.Elasticsearch;
import com.jisu.logs.sink.elasticsearch.OpenSearch;
import com.jisu.logs.sink.elasticsearch.SearchServer;
import com.jisu.logs.sink.index.DailyIndex;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of a sink, as they are where nobody sets any. */
public final class TestSettings {

    /** No authentication. */
    public static final Access OPEN = new Access(Optional.empty(), Optional.empty(), Optional.empty(), TlsFiles.NONE);

    static final int NEW_FIELDS_PER_SERVICE = 300;

    private TestSettings() {}

    /** The kind of server that the tests run on. */
    public static SearchServer server() {
        return isOpenSearch() ? new OpenSearch() : new Elasticsearch();
    }

    public static boolean isOpenSearch() {
        return TestServer.searchKind() == NodeKind.OPENSEARCH;
    }

    /**
     * Whether the tests run on one that takes values that 8 does not, such as addresses with a zone: the parsers, who do not know
     * what they write for, move these.
     */
    static boolean isNewerElasticsearch() {
        return !isOpenSearch()
                && !System.getProperty("jisu.logs.test.elasticsearch.version").startsWith("8.");
    }

    /** The component template with that server's mappings. */
    public static byte[] mappings() {
        return IndexTemplates.read(server().componentsOfAnIndex().get(0));
    }

    public static SinkSettings of(URI... urls) {
        return of(OPEN, urls);
    }

    public static SinkSettings of(Access access, URI... urls) {
        return new SinkSettings(
                List.of(urls),
                access,
                DailyIndex.DEFAULT_PATTERN,
                List.of(),
                new Batch(8 * 1024 * 1024, 5_000, Duration.ofSeconds(1)),
                4,
                false,
                Duration.ofSeconds(60),
                IndexMode.STANDARD,
                NEW_FIELDS_PER_SERVICE,
                "jisu-logs-sink",
                SinkSettings.Target.DAILY_INDICES);
    }
}
