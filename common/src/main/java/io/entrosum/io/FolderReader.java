package io.entrosum.io;

import java.io.IOException;
import java.io.InputStream;

/** A folder of files on some storage: all that loading a model needs to know of it. */
public interface FolderReader {
  /** The folder, for messages. */
  String location();

  /** Whether there is a file of this name. */
  boolean exists(String name) throws IOException;

  /** The size of a file in bytes. */
  long size(String name) throws IOException;

  /** The content of a file; the caller closes it. */
  InputStream open(String name) throws IOException;
}
