package com.jisu.logs.sink.bulk;

import com.jisu.logs.sink.document.Delivery;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.http.entity.AbstractHttpEntity;
import org.apache.http.nio.ContentEncoder;
import org.apache.http.nio.IOControl;
import org.apache.http.nio.entity.HttpAsyncContentProducer;

/**
 * The body of one bulk request: per document an action line and the document's bytes as they are.
 *
 * <p>It is never put together in memory: the client's I/O thread copies from the documents what the socket takes. One
 * request at a time sends a body.
 *
 * @see <a href="https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-bulk">Bulk API</a>
 */
public final class BulkBody extends AbstractHttpEntity implements HttpAsyncContentProducer {

    private static final byte[] LINE_END = {'\n'};

    /** Pieces of a document: action, id, end of the action, source, end of the line. */
    private static final int PIECES = 5;

    private static final int WINDOW_BYTES = 128 * 1024;

    /** The body as pieces that follow one another. */
    private interface Pieces {
        int count();

        byte[] at(int index);
    }

    private final Pieces pieces;
    private final long length;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_BYTES).limit(0);
    private int piece;
    private int offset;

    private BulkBody(Pieces pieces, long length) {
        this.pieces = pieces;
        this.length = length;
        setContentType("application/x-ndjson");
    }

    public static BulkBody of(List<Delivery> documents) {
        long length = 0;
        for (Delivery delivery : documents) {
            length += delivery.bytes();
        }
        return new BulkBody(piecesOf(documents), length);
    }

    static BulkBody compressed(List<Delivery> documents) {
        BulkBody plain = of(documents);
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) Math.min(plain.length, 1024 * 1024));
        try (OutputStream gzip = new FastGzip(out)) {
            plain.writeTo(gzip);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail to be written", e);
        }
        byte[] whole = out.toByteArray();
        BulkBody body = new BulkBody(piecesOf(whole), whole.length);
        body.setContentEncoding("gzip");
        return body;
    }

    private static Pieces piecesOf(List<Delivery> documents) {
        return new Pieces() {
            @Override
            public int count() {
                return documents.size() * PIECES;
            }

            @Override
            public byte[] at(int index) {
                Delivery delivery = documents.get(index / PIECES);
                return switch (index % PIECES) {
                    case 0 -> delivery.action();
                    case 1 -> delivery.id();
                    case 2 -> Delivery.ACTION_END;
                    case 3 -> delivery.source();
                    default -> LINE_END;
                };
            }
        };
    }

    private static Pieces piecesOf(byte[] whole) {
        return new Pieces() {
            @Override
            public int count() {
                return 1;
            }

            @Override
            public byte[] at(int index) {
                return whole;
            }
        };
    }

    @Override
    public void produceContent(ContentEncoder encoder, IOControl control) throws IOException {
        while (true) {
            if (!window.hasRemaining()) {
                fillWindow();
            }
            if (!window.hasRemaining()) {
                encoder.complete();
                return;
            }
            encoder.write(window);
            if (window.hasRemaining()) {
                return; // the socket takes no more for now
            }
        }
    }

    private void fillWindow() {
        window.clear();
        while (window.hasRemaining() && piece < pieces.count()) {
            byte[] bytes = pieces.at(piece);
            int taken = Math.min(window.remaining(), bytes.length - offset);
            window.put(bytes, offset, taken);
            offset += taken;
            if (offset == bytes.length) {
                piece++;
                offset = 0;
            }
        }
        window.flip();
    }

    /** The client closes a producer when a request ends or starts over on another node. */
    @Override
    public void close() {
        piece = 0;
        offset = 0;
        window.clear().limit(0);
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public long getContentLength() {
        return length;
    }

    @Override
    public InputStream getContent() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(Math.toIntExact(length));
        writeTo(whole);
        return new ByteArrayInputStream(whole.toByteArray());
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        for (int i = 0; i < pieces.count(); i++) {
            out.write(pieces.at(i));
        }
    }

    /** Speed over size: the network is seldom the narrow place. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, 64 * 1024);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
