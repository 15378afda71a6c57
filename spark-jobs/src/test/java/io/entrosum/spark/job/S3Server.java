package io.entrosum.spark.job;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.TransientApiMetadata;
import org.jclouds.blobstore.domain.Blob;
import org.jclouds.blobstore.options.CopyOptions;
import org.jclouds.blobstore.options.PutOptions;
import org.jclouds.blobstore.util.ForwardingBlobStore;

/**
 * An S3 server on a port of this machine, with signatures checked and objects in memory; it keeps a
 * record of changes, and refuses those that a test wants refused.
 */
final class S3Server implements AutoCloseable {
  static final String ACCESS_KEY = "AKIATESTACCESSKEY";
  static final String SECRET_KEY = "s3cr3t+Of/The=Tests";

  private final S3Proxy proxy;
  private final BlobStoreContext context;
  private final Recorder store;

  S3Server(String bucket) throws Exception {
    context = ContextBuilder.newBuilder(new TransientApiMetadata()).build(BlobStoreContext.class);
    store = new Recorder(context.getBlobStore());
    store.createContainerInLocation(null, bucket);
    proxy =
        S3Proxy.builder()
            .blobStore(store)
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
            .ignoreUnknownHeaders(true)
            .build();
    proxy.setBlobStoreLocator(
        (identity, container, blob) ->
            ACCESS_KEY.equals(identity) ? Map.entry(SECRET_KEY, store) : null);
    proxy.start();
  }

  /** Settings of Hadoop's client. */
  Map<String, String> settings() {
    return Map.of(
        "fs.s3a.cross.region.access.enabled", "false",
        "fs.s3a.attempts.maximum", "1",
        "fs.s3a.retry.limit", "1",
        "fs.s3a.retry.interval", "10ms",
        "fs.s3a.endpoint", "http://127.0.0.1:" + proxy.getPort(),
        "fs.s3a.endpoint.region", "us-east-1",
        "fs.s3a.path.style.access", "true",
        "fs.s3a.access.key", ACCESS_KEY,
        "fs.s3a.secret.key", SECRET_KEY);
  }

  /** Names of objects in the order in which they came to be, and with a minus, to be deleted. */
  List<String> changes() {
    return store.changes;
  }

  /** From now on, changes with such names, a minus before those of deletions, are refused. */
  void refuse(Predicate<String> changes) {
    store.refused = changes;
  }

  @Override
  public void close() {
    try {
      proxy.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the S3 server does not stop", e);
    }
    context.close();
  }

  private static final class Recorder extends ForwardingBlobStore {
    private final List<String> changes = new CopyOnWriteArrayList<>();
    private volatile Predicate<String> refused = change -> false;

    Recorder(BlobStore store) {
      super(store);
    }

    private void change(String change) {
      if (refused.test(change)) {
        throw new IllegalArgumentException("refused: " + change);
      }
      changes.add(change);
    }

    @Override
    public String putBlob(String container, Blob blob, PutOptions options) {
      change(blob.getMetadata().getName());
      return super.putBlob(container, blob, options);
    }

    @Override
    public String copyBlob(
        String from, String fromName, String to, String toName, CopyOptions options) {
      change(toName);
      return super.copyBlob(from, fromName, to, toName, options);
    }

    @Override
    public void removeBlob(String container, String name) {
      change("-" + name);
      super.removeBlob(container, name);
    }

    @Override
    public void removeBlobs(String container, Iterable<String> names) {
      names.forEach(name -> change("-" + name));
      super.removeBlobs(container, names);
    }
  }
}
