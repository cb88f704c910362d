package armfarm.policy.release;

import armfarm.messages.ErrorCode;
import armfarm.messages.FarmException;
import armfarm.messages.ModelVersion;
import armfarm.messages.hash.Hash;
import armfarm.policy.PolicyJson;
import armfarm.policy.network.NamedWeights;
import com.fasterxml.jackson.core.JacksonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** A model as one zip file: manifest.json and weights.f32. A reader never sees a half-written one. */
final class ModelFile {
    private static final String MANIFEST = "manifest.json";
    private static final String WEIGHTS = "weights.f32";
    /** A choice: hundreds of times what a manifest has, and little memory for a file that is none. */
    private static final int MAX_MANIFEST_BYTES = 1 << 20;

    private ModelFile() {}

    /** Writes beside the target, syncs, then renames. @throws FarmException (RESOURCE) if the disk refused */
    static void write(ModelArtifact artifact, Path file) {
        try {
            write(artifact.version(), zip(artifact), file);
        } catch (IOException e) {
            throw new IllegalStateException("memory has no input or output errors", e);
        }
    }

    /** As above, with content that is not looked at. */
    static void write(ModelVersion version, byte[] bytes, Path file) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(
                    part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent())) {
                folder.force(true);
            }
        } catch (IOException e) {
            throw new FarmException(
                    ErrorCode.RESOURCE,
                    "Model " + version + " could not be written to " + file + ": " + e.getMessage()
                            + "; check space and permissions. The old model stays",
                    e);
        }
    }

    private static byte[] zip(ModelArtifact artifact) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(MANIFEST));
            zip.write(PolicyJson.lines(artifact.manifest()));
            zip.putNextEntry(new ZipEntry(WEIGHTS));
            zip.write(WeightBytes.of(artifact.weights()));
        }
        return bytes.toByteArray();
    }

    /** Reads and checks everything that needs no network. @throws ModelRefusedException if a check fails */
    static ModelArtifact read(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ModelManifest manifest = manifest(file, entry(file, zip, MANIFEST, MAX_MANIFEST_BYTES));
            int expected = WeightBytes.expectedBytes(manifest.tensors());
            byte[] weights = entry(file, zip, WEIGHTS, expected);
            return new ModelArtifact(manifest, weights(file, manifest, weights, expected));
        } catch (IOException e) {
            throw new ModelRefusedException(file, "the file is missing or damaged: " + e.getMessage(), e);
        } catch (ArithmeticException e) {
            throw new ModelRefusedException(file, "a tensor shape is not valid: " + e.getMessage(), e);
        }
    }

    /** At most one byte more than the limit, so that a bomb stays small. */
    private static byte[] entry(Path file, ZipFile zip, String name, int limit) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new ModelRefusedException(file, name + " is missing");
        }
        byte[] bytes;
        try (InputStream in = zip.getInputStream(entry)) {
            bytes = in.readNBytes(Math.addExact(limit, 1));
        }
        CRC32 crc = new CRC32(); // ZipFile does not check it
        crc.update(bytes);
        if (bytes.length <= limit && crc.getValue() != entry.getCrc()) {
            throw new ModelRefusedException(
                    file, "checksum of " + name + " is " + crc.getValue() + ", expected " + entry.getCrc());
        }
        return bytes;
    }

    private static ModelManifest manifest(Path file, byte[] json) {
        try {
            ModelManifest manifest = PolicyJson.read(json, ModelManifest.class);
            if (manifest.formatVersion() != ModelManifest.FORMAT_VERSION) {
                throw new ModelRefusedException(
                        file,
                        "format version " + manifest.formatVersion() + ", expected " + ModelManifest.FORMAT_VERSION
                                + "; use the Armfarm that wrote it");
            }
            return manifest;
        } catch (JacksonException e) {
            throw new ModelRefusedException(file, MANIFEST + " is not readable: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new ModelRefusedException(file, MANIFEST + " is not readable: " + e.getMessage(), e);
        }
    }

    private static NamedWeights weights(Path file, ModelManifest manifest, byte[] bytes, int expected) {
        if (bytes.length != expected) {
            throw new ModelRefusedException(
                    file,
                    WEIGHTS + " has " + (bytes.length > expected ? "more than " + expected : bytes.length)
                            + " bytes, expected " + expected);
        }
        String hash = Hash.SHA_256.hex(bytes);
        if (!hash.equals(manifest.weightsSha256())) {
            throw new ModelRefusedException(
                    file, "hash of " + WEIGHTS + " is " + hash + ", expected " + manifest.weightsSha256());
        }
        String version = ModelVersion.of(manifest.round(), hash).name();
        if (!version.equals(manifest.version())) {
            throw new ModelRefusedException(
                    file, "it calls itself " + manifest.version() + ", expected " + version + " from its content");
        }
        return WeightBytes.parse(bytes, manifest.tensors());
    }
}
