package dev.pith.data.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pith.data.ImageSource.Image;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageQualityTest {
    /**
     * Expected are {@code peak_signal_noise_ratio(a, b, data_range=255)} and
     * {@code structural_similarity(a, b, data_range=255, gaussian_weights=True, use_sample_covariance=False, sigma=1.5,
     * channel_axis=2)} of scikit-image 0.26.0.
     */
    @ParameterizedTest
    @CsvSource({
        "32, 32, 1, 29.226800843857347, 0.9927560003083872",
        "40, 24, 3, 29.247682329323975, 0.9928585444740964",
        "11, 13, 1, 29.19586311804622, 0.990242194707354",
        "28, 28, 1, 29.22850449497826, 0.9926428186207",
        "224, 224, 3, 29.241400655582304, 0.9931756086149705"
    })
    void isWhatScikitImageSays(int width, int height, int channels, double psnr, double ssim) {
        byte[] a = new byte[width * height * channels];
        byte[] b = new byte[a.length];
        for (long i = 0; i < a.length; i++) {
            long value = (i * 37 + (i / 7) * (i / 7) * 11) % 256;
            a[(int) i] = (byte) value;
            b[(int) i] = (byte) Math.max(0, Math.min(255, value + i * 53 % 31 - 15));
        }
        Image one = new Image(width, height, channels, a);
        Image other = new Image(width, height, channels, b);
        assertThat(ImageQuality.psnr(one, other)).isCloseTo(psnr, within(1e-12));
        assertThat(ImageQuality.ssim(one, other)).isCloseTo(ssim, within(1e-10));
        assertThat(ImageQuality.ssim(other, one)).isCloseTo(ssim, within(1e-10));
    }

    @Test
    void equalImagesAreAsCloseAsCanBe() {
        for (int side : new int[] {1, 2, 10, 11, 30}) {
            Image image = PatchImages.image(side, side, 3, side);
            assertThat(ImageQuality.psnr(image, image)).isInfinite();
            assertThat(ImageQuality.ssim(image, image)).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void refusesImagesOfDifferentSize() {
        assertThatThrownBy(() -> ImageQuality.psnr(PatchImages.image(2, 3, 1, 0), PatchImages.image(3, 2, 1, 0)))
                .hasMessage("images must be of one size, got 2 x 3 x 1 and 3 x 2 x 1");
    }
}
