package armfarm.messages;

/**
 * What every image from outside goes through once before it is stored: it must be whole, to the last pixel, and of a kind
 * that everything behind the store can read. A head that looks well says nothing about the rest of the file, and a cut
 * image is otherwise found days later, in training.
 *
 * <p>Accepted are JPEG (8 bits, gray or colour, sequential or progressive) and PNG (8 bits a channel: gray, palette or
 * colour, with or without alpha). Sizes are looked at before memory is taken. Stateless, thread-safe.
 */
public final class ImageCheck {
    public static final int MAX_SIDE_PIXELS = 16_384;

    /** 8192 x 4096; such a JPEG takes some 200 MB of native memory at most while it is decoded. */
    public static final long MAX_PIXELS = 1L << 25;

    /** As much as a raw image of that size. */
    public static final int MAX_BYTES = 3 << 25;

    private ImageCheck() {}

    /**
     * Decodes the image once.
     *
     * @return kind and size
     * @throws BadImageException if it is cut, damaged, too large or of another kind
     */
    public static ImageHeader whole(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new BadImageException("image file above " + (MAX_BYTES >> 20) + " MiB");
        }
        String type = ImageHeader.mediaTypeOf(bytes)
                .orElseThrow(() -> new BadImageException("image that is neither JPEG nor PNG"));
        return type.equals(EncodedImage.JPEG) ? JpegCheck.whole(bytes) : PngCheck.whole(bytes);
    }

    /** @param kind JPEG or PNG */
    static void requireSize(String kind, long widthPixels, long heightPixels) {
        if (widthPixels < 1 || heightPixels < 1) {
            throw new BadImageException(kind + " of 0 pixels");
        }
        if (widthPixels > MAX_SIDE_PIXELS
                || heightPixels > MAX_SIDE_PIXELS
                || widthPixels * heightPixels > MAX_PIXELS) {
            throw new BadImageException(kind + " of more than " + MAX_SIDE_PIXELS + " pixels a side or "
                    + (MAX_PIXELS >> 20) + " megapixels");
        }
    }
}
